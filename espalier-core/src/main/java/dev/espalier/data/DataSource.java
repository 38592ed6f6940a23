package dev.espalier.data;

import dev.espalier.data.Records.Stored;
import dev.espalier.feed.Column;
import dev.espalier.feed.Preprocess;
import dev.espalier.feed.Preprocessing;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.task.Segmentation;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens DATA: a folder, a file, or a YAML file that describes them ({@link DataSpec},
 * docs/DATA.md). The way: specification → tables of stored columns → choice of records for each
 * split → labels and feeds → data sets.
 */
public final class DataSource {
  private static final String SPEC = "data.yaml";

  private final DataSpec spec;
  private final Path base;
  private final Path root;
  private final Format format;

  private DataSource(DataSpec stated, Path base) {
    this.base = base;
    this.root = base.resolve(stated.source().path()).normalize();
    if (!Files.exists(root)) {
      throw new DataException(
          root + " does not exist; correct `path:` in the DATA file, or put the data there");
    }
    this.format =
        stated.source().format().isEmpty()
            ? Formats.recognise(root)
            : Formats.CATALOGUE.require(stated.source().format());
    this.spec = format instanceof MaskFormat ? stated.orOf(Segmentation.NAME) : stated;
  }

  /**
   * Reads the data and fits it to a model's inputs.
   *
   * @param data a folder, a data file, or a YAML file
   * @param modelInputs what the model takes; empty to take every column as it is stored
   * @return the splits, fitted to those inputs
   * @throws DataException where data, its description and the model do not fit together
   */
  public static Splits open(Path data, List<ValueInfo> modelInputs) {
    return of(data).splits(Wanted.inputs(modelInputs));
  }

  /**
   * Reads the data and fits it to a model: to its inputs, and to what its scores are of.
   *
   * @param data a folder, a data file, or a YAML file
   * @param model whose inputs and outputs the data is fitted to
   * @return the splits, fitted to the model
   */
  public static Splits open(Path data, Model model) {
    return open(data, model, "");
  }

  /**
   * The same with figures split by another column than the DATA file names.
   *
   * @param data a folder, a data file, or a YAML file
   * @param modelInputs what the model takes; empty to take every column as it is stored
   * @param by a column or array; empty to leave it to the DATA file
   * @return the splits, fitted to those inputs
   */
  public static Splits open(Path data, List<ValueInfo> modelInputs, String by) {
    return open(data, Wanted.inputs(modelInputs), by);
  }

  /**
   * The same for a model.
   *
   * @param data a folder, a data file, or a YAML file
   * @param model whose inputs and outputs the data is fitted to
   * @param by a column or array that figures are split by; empty to leave it to the DATA file
   * @return the splits, fitted to the model
   */
  public static Splits open(Path data, Model model, String by) {
    return open(data, Wanted.of(model), by);
  }

  /**
   * The same for a model whose texts are read by another tokenizer than the DATA file names.
   *
   * @param data a folder, a data file, or a YAML file
   * @param model whose inputs and outputs the data is fitted to
   * @param tokenizer a tokenizer.json
   * @return the splits, fitted to the model
   */
  public static Splits open(Path data, Model model, Path tokenizer) {
    DataSource source = of(data);
    String file = tokenizer.toAbsolutePath().toString();
    return new DataSource(source.spec.readBy(file), source.base).splits(Wanted.of(model));
  }

  private static Splits open(Path data, Wanted wanted, String by) {
    DataSource source = of(data);
    return (by.isEmpty() ? source : new DataSource(source.spec.toldBy(by), source.base))
        .splits(wanted);
  }

  /**
   * {@return how stored values become a model's, by the description of the data that it was trained
   * on}
   *
   * @param data a folder, a data file, or a YAML file
   */
  public static Preprocess preprocess(Path data) {
    return of(data).spec.feeding().preprocess();
  }

  /** The tokenizer.json that texts are read with. */
  static Path tokenizer(Path data) {
    DataSource source = of(data);
    return Tokens.of(source.spec, source.base).file();
  }

  private static DataSource of(Path data) {
    if (!Files.exists(data)) {
      throw new DataException(
          data + " does not exist; DATA is a folder, a data file or a YAML file");
    }
    Path inside = data.resolve(SPEC);
    Path file = Files.isDirectory(data) && Files.isRegularFile(inside) ? inside : data;
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
    if (!Files.isDirectory(file) && file.toString().matches("(?i).*\\.ya?ml")) {
      return new DataSource(DataSpecCodec.read(file), folder);
    }
    return new DataSource(DataSpec.at(absolute.toString()), folder);
  }

  private Splits splits(Wanted wanted) {
    Windows windows = new Windows(spec.feeding().window());
    Map<String, Splitter.Choice> choices =
        windows.starts(
            single(new SplitTables(spec, base, root, format).choices(), wanted), root.toString());
    if (format instanceof PairsFormat) {
      return ranked(choices, wanted.inputs());
    }
    List<Table> tables = Splitter.tables(choices);
    LabelCodes labels = LabelCodes.learn(spec, tables, format.classNames(root), wanted);
    Features features = new Features(spec, taken(labels), base, wanted.gaps());
    List<Features.Binding> bindings = features.bind(tables.get(0), wanted.inputs());
    List<FeedPlan> plans =
        bindings.stream().map(b -> FeedPlan.of(b, features, spec, choices)).toList();
    Narrowing narrowing = new Narrowing(spec.division().domain(), labels, root.toString());
    TokenLabels tokens = new TokenLabels(narrowing.task(), features, plans);
    Map<Table, Stored> stored = new IdentityHashMap<>();
    for (Table table : tables) {
      stored.put(
          table,
          new Stored(
              plans.stream().map(p -> p.feed(table)).toList(),
              tokens.placed(windows.ahead(narrowing.labels(table)), table),
              narrowing.task().kind() instanceof Segmentation,
              texts(table, bindings),
              joined(bindings)));
    }
    Map<String, Splitter.Choice> kept = narrowing.of(choices);
    Map<String, Dataset> sets = new LinkedHashMap<>();
    kept.forEach(
        (split, choice) -> {
          Stored from = Objects.requireNonNull(stored.get(choice.table()));
          sets.put(
              split,
              new Records(from, choice.rows(), by(choice.table()), spec.feeding().augment()));
        });
    return splits(
        narrowing.task(),
        sets,
        new Assigned(choices, kept, narrowing.outputs()),
        new Preprocessing(
            plans.stream().map(FeedPlan::described).toList(), narrowing.classNames()));
  }

  private Records.By by(Table table) {
    return spec.answers().by().isEmpty()
        ? Records.By.NONE
        : new Records.By(spec.answers().by(), table.column(spec.answers().by(), "`by:`"));
  }

  /**
   * Which records each split has in all, which of them lie in the domain, and whose outputs stay.
   */
  private record Assigned(
      Map<String, Splitter.Choice> all, Map<String, Splitter.Choice> kept, List<Integer> outputs) {}

  private Splits ranked(Map<String, Splitter.Choice> choices, List<ValueInfo> modelInputs) {
    if (!spec.division().domain().all()
        || !spec.answers().tasks().isEmpty()
        || !spec.answers().by().isEmpty()) {
      throw new DataException(
          root
              + ": a ranking is one task of all its pairs, so `domain:`, `tasks:` and `by:` have no"
              + " meaning here; leave them out, and keep the pairs wanted in files of their own");
    }
    Features features = new Features(spec, Set.of("label"), base, Set.of());
    Table first = choices.values().iterator().next().table();
    List<Features.Binding> bindings = features.bind(first, modelInputs);
    PairSplits.Ranked ranked = new PairSplits(spec, choices).sets(bindings);
    TaskKind kind = TaskKinds.RANKING;
    String metric =
        spec.answers().metric().isEmpty()
            ? kind.metrics(0).get(0)
            : Task.required(kind, spec.answers().metric(), 0);
    return splits(
        new Task(kind, metric, 0, ranked.groupSize()),
        ranked.sets(),
        new Assigned(choices, choices, List.of()),
        new Preprocessing(bindings.stream().map(PairRecords::described).toList(), List.of()));
  }

  private Splits splits(
      Task task, Map<String, Dataset> sets, Assigned assigned, Preprocessing preprocessing) {
    String drawn =
        (format instanceof PairsFormat ? "drawn by seed " + spec.division().seed() + "\n" : "")
            + new Windows(spec.feeding().window()).words();
    String all = SplitHash.of(assigned.all(), drawn);
    return new Splits(
        task,
        sets.get("train"),
        sets.get("validation"),
        sets.get("test"),
        spec.division().trainSeen(),
        spec.division().domain().all() ? all : SplitHash.of(assigned.kept(), drawn),
        all,
        preprocessing.classes(),
        assigned.outputs(),
        root
            + " ("
            + format.name()
            + (spec.division().domain().all() ? "" : "; only " + spec.division().domain().words())
            + ")",
        notes(assigned.all()),
        preprocessing);
  }

  private List<String> notes(Map<String, Splitter.Choice> choices) {
    Stream<String> drawn =
        spec.source().generated()
            ? Stream.of(
                "the inputs were drawn at random (generated: true): what holds on them says little"
                    + " about real ones")
            : Stream.of();
    return Stream.concat(
            drawn, choices.values().stream().flatMap(c -> c.table().notes().stream()).distinct())
        .toList();
  }

  private static Map<String, List<String>> joined(List<Features.Binding> bindings) {
    Map<String, List<String>> joined = new LinkedHashMap<>();
    bindings.stream()
        .filter(b -> b.columns().size() > 1)
        .forEach(b -> joined.put(b.name(), b.columns()));
    return joined;
  }

  private static List<Column> texts(Table table, List<Features.Binding> bindings) {
    return bindings.stream()
        .flatMap(b -> b.columns().stream())
        .distinct()
        .map(name -> table.columns().get(name))
        .filter(c -> c instanceof Texts || c instanceof Segments)
        .toList();
  }

  private Set<String> taken(LabelCodes labels) {
    Set<String> taken =
        new LinkedHashSet<>(spec.feeding().window().horizon() > 0 ? List.of() : labels.columns());
    taken.addAll(told());
    spec.division().splits().values().stream()
        .map(DataDivision.Part::column)
        .filter(c -> !c.isEmpty())
        .forEach(taken::add);
    return taken;
  }

  /** With a record for each text of a pair, or for each piece of a text. */
  private Map<String, Splitter.Choice> single(Map<String, Splitter.Choice> choices, Wanted wanted) {
    if (NextTokenCode.asked(spec.answers().labels())) {
      return new TextSegments(spec, base, wanted.inputs(), told()).cut(choices);
    }
    return spec.answers()
        .paired()
        .map(labels -> new TextPairs(labels, told()).apart(choices))
        .orElse(choices);
  }

  /** Columns by which records are told apart. */
  private Set<String> told() {
    return Stream.of(spec.answers().by(), spec.division().domain().column())
        .filter(c -> !c.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
