package dev.espalier.dynamic;

import dev.espalier.adaptive.Affine;
import dev.espalier.adaptive.Alignment;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.adaptive.Member;
import dev.espalier.adaptive.Prefix;
import dev.espalier.adaptive.RowAnswer;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.DataSource;
import dev.espalier.data.Rows;
import dev.espalier.family.ExitHead;
import dev.espalier.family.ExitHeads;
import dev.espalier.family.ExitPoint;
import dev.espalier.family.ExitPoints;
import dev.espalier.family.MultiExit;
import dev.espalier.family.TimeStages;
import dev.espalier.job.DynamicRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.model.Model;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.AloneMode;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.run.RunJournal;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.trial.Clock;
import dev.espalier.trial.Workbench;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Brings together the models that rows may be answered by: those given, or made of the original.
 */
final class FamilyMaker {
  private static final int BATCH = 4;

  private final Tools tools;
  private final Recipe recipe;
  private final UnseenParts parts;
  private final RunFolder folder;
  private final RunJournal journal;
  private final Clock clock;

  FamilyMaker(
      Tools tools,
      Recipe recipe,
      UnseenParts parts,
      RunFolder folder,
      RunJournal journal,
      Clock clock) {
    this.tools = tools;
    this.recipe = recipe;
    this.parts = parts;
    this.folder = folder;
    this.journal = journal;
    this.clock = clock;
  }

  Family make(DynamicRequest request, Prepared original) {
    return request.given().isEmpty()
        ? made(request, original)
        : given(request, original.original());
  }

  /** The given models, fitted to the original's inputs and outputs. */
  private Family given(DynamicRequest request, Model original) {
    List<Member> members = new ArrayList<>();
    for (DynamicRequest.Given one : request.given()) {
      Model model = Opening.network(one.model(), request.recipe().inputs());
      members.add(
          new Member(
              name(one.model()),
              model,
              affine(request, one),
              RowAnswer.of(model, parts.task().kind().classifies())));
    }
    members.add(
        new Member(
            Variant.ORIGINAL,
            original,
            Affine.NONE,
            RowAnswer.of(original, parts.task().kind().classifies())));
    Chain chain = Alignment.of(members);
    List<Variant> variants = new ArrayList<>();
    for (int k = 0; k < chain.size(); k++) {
      String kind = k == chain.size() - 1 ? Variant.ORIGINAL : "given";
      variants.add(Variant.of(chain.stage(k).name(), kind, chain.stage(k).model()));
    }
    return new Family(parts.task(), variants, StageLine.ofWholes(variants));
  }

  private static Affine affine(DynamicRequest request, DynamicRequest.Given given) {
    Path own = given.data();
    return own == null
        ? Affine.NONE
        : Affine.between(DataSource.preprocess(request.data()), DataSource.preprocess(own));
  }

  private static String name(Path model) {
    String file = String.valueOf(model.getFileName());
    return file.endsWith(".onnx") ? file.substring(0, file.length() - 5) : file;
  }

  /**
   * Nested variants, exits, and stages that stop reading, of one model. There is no line where all
   * that was made does not pay.
   */
  private Family made(DynamicRequest request, Prepared prepared) {
    Variant original = Variant.of(Variant.ORIGINAL, Variant.ORIGINAL, prepared.original());
    List<Variant> variants = new ArrayList<>(nested(request, prepared));
    Apprentice apprentice = new Apprentice(tools, recipe, parts, folder);
    variants.addAll(
        new GateMaker(apprentice, journal)
            .make(prepared, DynamicChecks.shares(recipe.dynamic().gates(), "gates")));
    variants.addAll(
        new TokenMaker(apprentice, journal)
            .make(prepared, DynamicChecks.shares(recipe.dynamic().tokens(), "tokens")));
    Map<Variant, Double> macs = new IdentityHashMap<>();
    variants.forEach(v -> macs.put(v, v.macs()));
    variants.sort(Comparator.comparingDouble(v -> macs.getOrDefault(v, 0.0)));
    List<Variant> wholes = new ArrayList<>(variants.stream().filter(Variant::pays).toList());
    wholes.add(original);
    List<StageLine> lines = new ArrayList<>();
    if (wholes.size() > 1) {
      lines.addAll(StageLine.ofWholes(wholes));
    }
    if (recipe.dynamic().alone() == AloneMode.AUTO) {
      lines.addAll(lines.stream().flatMap(l -> l.withoutLast().stream()).toList());
    }
    for (Staged staged : List.of(exits(prepared), frames(prepared))) {
      lines.addAll(staged.lines(original));
      variants.addAll(staged.variants());
    }
    if (variants.isEmpty()) {
      throw new RecipeException(
          String.join("; ", journal.warnings())
              + (journal.warnings().isEmpty() ? "" : ". ")
              + "No member is left that could answer early: set dynamic.members, dynamic.exits,"
              + " dynamic.gates or dynamic.tokens, or give models with --from");
    }
    variants.add(original);
    return new Family(parts.task(), variants, lines);
  }

  private List<Variant> nested(DynamicRequest request, Prepared prepared) {
    boolean found = recipe.dynamic().openMembers();
    List<Double> ratios = DynamicChecks.shares(recipe.dynamic().members(), "members");
    if (ratios.isEmpty() && !found) {
      return List.of();
    }
    if (prepared.coupling().prunable().isEmpty()) {
      journal.warn("no variants were made: no group of units may be cut (see barriers)");
      return List.of();
    }
    Workbench.Job job =
        new Workbench.Job(
            request.asRun(),
            recipe,
            new Source(prepared.original(), null, parts.examples()),
            prepared,
            folder);
    try (OriginalTeacher teacher =
        new OriginalTeacher(prepared.original(), parts.task(), folder.answers())) {
      Workbench bench = Workbench.of(tools, job, teacher);
      Families families = new Families(job, bench.trials());
      List<Families.Member> made =
          found ? families.found(clock, tools.gradients() != null) : families.make(ratios);
      journal.trained(bench.training());
      return made.stream()
          .map(
              m ->
                  new Variant(
                      m.name(),
                      m.found() ? Variant.FOUND : "variant",
                      m.candidate().model(),
                      m.candidate().done(),
                      m.certificate(),
                      null))
          .toList();
    }
  }

  /**
   * Stages that were made together.
   *
   * @param variants what each but the last answers alone
   * @param of the stages with some of the early answers alone
   */
  private record Staged(List<Variant> variants, Function<List<Integer>, List<ChainStage>> of) {
    static final Staged NONE = new Staged(List.of(), chosen -> List.of());

    /** Every choice of early answers. */
    List<StageLine> lines(Variant original) {
      List<StageLine> lines = new ArrayList<>();
      for (List<Integer> places : StageLine.choices(variants.size())) {
        List<Variant> line = new ArrayList<>(places.stream().map(variants::get).toList());
        line.add(original);
        lines.add(new StageLine(Chain.of(of.apply(places)), line));
      }
      return lines;
    }
  }

  private Staged exits(Prepared prepared) {
    Coupling coupling = prepared.coupling();
    if (recipe.dynamic().exits() == 0) {
      return Staged.NONE;
    }
    ExitPoints points = ExitPoints.of(coupling);
    List<MultiExit.Exit> exits = exits(coupling, points);
    if (exits.isEmpty()) {
      journal.warn("no exits were made: " + String.join("; ", points.reasons()));
      return Staged.NONE;
    }
    if (tools.tuner() == null || parts.train() == null) {
      journal.warn("no exits were made: heads need a train split to learn from");
      return Staged.NONE;
    }
    ExitStages.Made made =
        new ExitStages(tools, recipe, parts.examples())
            .make(prepared.original(), coupling, exits, folder);
    List<Integer> all = IntStream.range(0, exits.size()).boxed().toList();
    return staged("exit", made::stages, all);
  }

  /** A head at each of the places nearest to evenly spread shares of the work. */
  private List<MultiExit.Exit> exits(Coupling coupling, ExitPoints points) {
    ExitHeads heads = new ExitHeads(coupling, points, recipe.seed());
    int wanted = recipe.dynamic().exits();
    Map<String, MultiExit.Exit> exits = new LinkedHashMap<>();
    for (int i = 1; i <= wanted; i++) {
      double share = (double) i / (wanted + 2);
      points.points().stream()
          .filter(p -> p.share() > 0 && p.share() < 1)
          .min(Comparator.comparingDouble(p -> Math.abs(p.share() - share)))
          .ifPresent(p -> head(heads, p).ifPresent(e -> exits.put(p.value(), e)));
    }
    return List.copyOf(exits.values());
  }

  /** The largest that the recipe allows. */
  private java.util.Optional<MultiExit.Exit> head(ExitHeads heads, ExitPoint point) {
    List<ExitHead> offered = heads.at(point, recipe.dynamic().head());
    return offered.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(new MultiExit.Exit(point, offered.get(offered.size() - 1)));
  }

  /** Stages that end after a half and after three quarters of the frames. */
  private Staged frames(Prepared prepared) {
    OptionalInt frames = TimeStages.frames(prepared.coupling());
    if (frames.isEmpty() || recipe.dynamic().exits() == 0) {
      return Staged.NONE;
    }
    int t = frames.getAsInt();
    int[] ends = IntStream.of(t / 2, 3 * t / 4).filter(n -> n > 0).distinct().toArray();
    List<Map<String, dev.espalier.model.Tensor>> feeds =
        List.of(parts.choice().batch(Rows.all(BATCH).numbers()).inputs());
    Function<List<Integer>, TimeStages> make =
        places ->
            TimeStages.of(prepared.coupling(), places.stream().map(i -> ends[i]).toList(), feeds);
    List<Integer> all = IntStream.range(0, ends.length).boxed().toList();
    String reason = all.isEmpty() ? "" : make.apply(all).reason();
    if (all.isEmpty() || !reason.isEmpty()) {
      journal.warn("no stage stops reading early: " + reason);
      return Staged.NONE;
    }
    return staged("frames", places -> make.apply(places).stages(), all);
  }

  private static Staged staged(
      String kind, Function<List<Integer>, List<ChainStage>> of, List<Integer> all) {
    Chain chain = Chain.of(of.apply(all));
    List<Variant> variants = new ArrayList<>();
    for (int i : all) {
      variants.add(Variant.of(chain.stage(i).name(), kind, Prefix.of(chain, i)));
    }
    return new Staged(variants, of);
  }
}
