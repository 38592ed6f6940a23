package dev.espalier.dynamic;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.EffortTable;
import dev.espalier.adaptive.Join;
import dev.espalier.dynamic.Contenders.Contender;
import dev.espalier.model.Model;
import dev.espalier.recipe.AloneMode;
import dev.espalier.recipe.DynamicSettings;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.recipe.GuaranteeMode;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.routing.Allowance;
import dev.espalier.routing.ChainCandidate;
import dev.espalier.routing.Choice;
import dev.espalier.routing.Guarantee;
import dev.espalier.routing.Outcomes;
import dev.espalier.routing.Spending;
import dev.espalier.routing.StageCosts;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses chain and signal on the choice part, by what they save in measured time, and the
 * thresholds of the calibrated point on the calibration part. Where a loss is allowed there is more
 * than one offer: proven or by estimate, a chain or one member alone.
 */
final class Routes {
  /** Rows of the table of efforts: steps of 0.01. */
  private static final int ROWS = 101;

  private final Recipe recipe;
  private final Task task;
  private final RowLosses losses;
  private final StageMeter meter;

  Routes(Recipe recipe, Task task, RowLosses losses, StageMeter meter) {
    this.recipe = recipe;
    this.task = task;
    this.losses = losses;
    this.meter = meter;
  }

  /**
   * What may be taken.
   *
   * @param line the chain
   * @param cascade the same with its signals
   * @param table thresholds by effort; calibrated
   * @param guarantee what holds at the calibrated row
   * @param choice all that was compared
   * @param compared in the choice's order
   * @param originalCost of a record in the original alone, in the choice's unit
   * @param spent against what was asked for; null where no cost was
   * @param alone whether the first member answers everything, and is what is written
   */
  record Chosen(
      StageLine line,
      Cascade cascade,
      EffortTable table,
      Guarantee guarantee,
      Choice choice,
      List<Contender> compared,
      double originalCost,
      @Nullable Spent spent,
      boolean alone) {

    /** The model at the calibrated point. */
    Model model(StageMeter meter) {
      return alone
          ? line.variants().get(0).model()
          : RouteMacs.noted(
              Join.fixed(cascade, table.thresholds()[table.calibrated()]),
              meter.macs(line.chain()));
    }

    /** The members that answer, in order. */
    List<String> names() {
      return alone ? line.names().subList(0, 1) : line.names();
    }
  }

  /**
   * Mean costs of a record as shares of the original's.
   *
   * @param asked at most this
   * @param cost at the calibrated row, on the calibration part
   * @param what is counted: macs or latency
   */
  record Spent(double asked, double cost, Target what) {
    boolean within() {
      return cost <= asked;
    }
  }

  /** At least one offer; several where they have to be timed before one is taken. */
  List<Chosen> offers(List<StageLine> lines, AnsweredRows choice, AnsweredRows calibration) {
    Field field = field(lines, choice, calibration);
    Spending spending = spending();
    if (recipe.goal().maxDrop() == null && spending != null) {
      return List.of(spending(field.endingWithOriginal(), spending));
    }
    Choice all = Choice.among(field.candidates(), allowance(), ROWS);
    Choice safe = all.only(i -> field.line(i).endsWithOriginal());
    GuaranteeMode wanted = recipe.dynamic().guarantee();
    List<Chosen> offers = new ArrayList<>();
    if (wanted.proves()) {
      offers.addAll(proven(field, safe, single(field, all, List.of(choice))));
    }
    if (wanted.estimates()) {
      offers.addAll(estimated(field, all, safe, single(field, all, List.of(choice, calibration))));
    }
    return offers.isEmpty()
        ? List.of(chosen(field, safe, (path, unseen) -> Guarantee.of(path, unseen, allowance())))
        : List.copyOf(offers);
  }

  /**
   * What is proven of a chain, and of one member alone: each is tested as one of two claims. What
   * is proven on the calibration part must have been picked without it.
   */
  private List<Chosen> proven(Field field, Choice safe, @Nullable Choice one) {
    int claims = one == null ? 1 : 2;
    Rule rule = (path, unseen) -> Guarantee.of(path, unseen, allowance(), claims);
    List<Chosen> offers = new ArrayList<>(List.of(chosen(field, safe, rule)));
    if (one != null && one.chosen() != safe.chosen()) {
      Chosen alone = chosen(field, one, rule);
      if (alone.alone()) {
        offers.add(alone);
      }
    }
    offers.removeIf(o -> o.guarantee().basis() == Guarantee.Basis.NONE);
    return offers;
  }

  /**
   * The chain that may end with any member, the one that ends with the original, and one member
   * alone. A chain is none whose first member answers everything: that one is judged by itself.
   */
  private List<Chosen> estimated(Field field, Choice all, Choice safe, @Nullable Choice one) {
    Rule rule = (path, unseen) -> Guarantee.estimate(path, unseen, allowance());
    List<Chosen> offers = new ArrayList<>(List.of(chosen(field, all, rule)));
    if (safe.chosen() != all.chosen()) {
      offers.add(chosen(field, safe, rule));
    }
    offers.removeIf(o -> o.alone() || o.guarantee().basis() == Guarantee.Basis.NONE);
    if (one != null) {
      offers.add(chosen(field, one, (path, unseen) -> Guarantee.judged(path, unseen, allowance())));
    }
    return offers;
  }

  /** How the calibrated row is found. */
  private interface Rule {
    Guarantee of(EffortTable path, Outcomes calibration);
  }

  /**
   * What competes.
   *
   * @param contenders chains with signals
   * @param candidates the same with their costs
   * @param calibration what all models say there
   */
  private record Field(
      List<Contender> contenders, List<ChainCandidate> candidates, AnsweredRows calibration) {
    StageLine line(int i) {
      return contenders.get(i).line();
    }

    Field endingWithOriginal() {
      int[] kept =
          IntStream.range(0, contenders.size()).filter(i -> line(i).endsWithOriginal()).toArray();
      return new Field(
          Arrays.stream(kept).mapToObj(contenders::get).toList(),
          Arrays.stream(kept).mapToObj(candidates::get).toList(),
          calibration);
    }
  }

  private Field field(List<StageLine> lines, AnsweredRows choice, AnsweredRows calibration) {
    List<Contender> compared = new Contenders(recipe, task, losses, choice).of(lines);
    ScoreMeter scores = new ScoreMeter(compared.stream().map(Contender::cascade).toList(), recipe);
    ChoosingMeter choosing = ChoosingMeter.of(compared.get(0).cascade(), recipe);
    List<ChainCandidate> candidates = new ArrayList<>();
    for (Contender one : compared) {
      Chain chain = one.line().chain();
      StageCosts micros = choosing.with(scores.with(meter.micros(chain), one.cascade()));
      candidates.add(
          new ChainCandidate(
              one.name(), one.outcomes(), choice.graded(one.line()), meter.macs(chain), micros));
    }
    return new Field(compared, candidates, calibration);
  }

  /**
   * The chain of two whose first member takes least time of those that alone lose no more than is
   * allowed on these parts; null where there is none, or none is wanted.
   */
  private @Nullable Choice single(Field field, Choice all, List<AnsweredRows> parts) {
    if (recipe.dynamic().alone() == AloneMode.NONE) {
      return null;
    }
    List<StageLine> pairs =
        field.contenders().stream()
            .map(Contender::line)
            .filter(l -> l.variants().size() == 2 && l.endsWithOriginal())
            .toList();
    int among = (int) pairs.stream().map(StageLine::names).distinct().count();
    Alone alone = new Alone(recipe.goal(), task, parts, among);
    return pairs.stream()
        .filter(l -> alone.keeps(l.variants().get(0)))
        .min(Comparator.comparingDouble(l -> meter.micros(l.chain()).each()[0]))
        .map(fastest -> all.only(i -> field.line(i).same(fastest)))
        .orElse(null);
  }

  private Chosen spending(Field field, Spending spending) {
    Choice made = Choice.spending(field.candidates(), spending, ROWS);
    StageCosts costs = field.candidates().get(made.chosen()).costs(made.unit());
    return chosen(
        field,
        made,
        (path, unseen) -> Guarantee.spending(path, unseen, costs, spending, allowance()));
  }

  private Chosen chosen(Field field, Choice made, Rule rule) {
    Contender contender = field.contenders().get(made.chosen());
    Outcomes unseen = field.calibration().outcomes(contender.line(), contender.cascade());
    EffortTable path = made.best().table();
    Guarantee guarantee = rule.of(path, unseen);
    EffortTable table = path.calibratedAt(guarantee.row());
    Spending spending = spending();
    boolean alone = guarantee.row() == 0 && recipe.dynamic().alone() == AloneMode.AUTO;
    return new Chosen(
        contender.line(),
        contender.cascade(),
        table,
        guarantee,
        made,
        field.contenders(),
        meter.original(made.unit()),
        spending == null
            ? null
            : spent(
                alone
                    ? meter.costs(contender.line().chain(), spending.unit())
                    : field.candidates().get(made.chosen()).costs(spending.unit()),
                unseen.routes(table.thresholds()[guarantee.row()])),
        alone);
  }

  private Spent spent(StageCosts costs, int[] routes) {
    return new Spent(
        recipe.goal().ratio(),
        costs.mean(routes) / meter.original(costs.unit()),
        recipe.goal().target());
  }

  /** The mean cost that the leading target names; null where it names none. */
  private @Nullable Spending spending() {
    GoalSettings goal = recipe.goal();
    String unit =
        switch (goal.target()) {
          case MACS -> StageMeter.MACS;
          case LATENCY -> StageMeter.MICROS;
          case NONE, PARAMS, BYTES, MEMORY -> "";
        };
    return unit.isEmpty() ? null : new Spending(goal.ratio() * meter.original(unit), unit);
  }

  Allowance allowance() {
    DynamicSettings dynamic = recipe.dynamic();
    Double allowed = recipe.goal().maxDrop();
    return new Allowance(
        losses.judged(),
        allowed == null ? 0 : allowed,
        dynamic.delta(),
        dynamic.margin(),
        recipe.seed());
  }
}
