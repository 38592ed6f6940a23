package dev.espalier.study;

import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Target;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The table that leads from findings to choices: for each key the first rule whose condition holds.
 * A key that the user set stays as it is.
 *
 * <p>A finding is about the user's model and data. Where a choice rests on another model, its
 * sentence says on which, and where that was measured. Numbers here without a source were chosen,
 * not measured.
 */
final class Rules {
  /** Updates that a tuning should make, and the passes that are too many for them: chosen. */
  private static final int UPDATES = 1500;

  private static final int MOST_EPOCHS = 40;

  /** The most passes that a search gives its winner: chosen. */
  private static final int MANY_EPOCHS = 16;

  /** Examples for a parameter that are few, and a loss of a median block that is little: chosen. */
  private static final double FEW = 0.05;

  private static final double LITTLE = 0.02;

  /**
   * A narrow model that takes more of the time than this leaves no time to win. Chosen; networks
   * whose calls take most of the time are in docs/benchmarks/19.
   */
  private static final double MOSTLY_CALLS = 0.8;

  /**
   * What the tuning of one trial may take of a search, and that of the winner of each of two
   * rounds: chosen.
   */
  private static final double TRIAL_SHARE = 0.05;

  private static final double FINAL_SHARE = 0.25;

  /**
   * What the screening of one way may take; all of them together take ten times as long: chosen.
   */
  private static final double SCREEN_SHARE = 0.0125;

  /** Updates after which ways of cutting could be distinguished (docs/benchmarks/12). */
  private static final int SCREEN = 200;

  /** Every rule, in the order in which they are asked. */
  static final List<Rule> ALL =
      List.of(
          rule(
                  "goal.measure",
                  "no target, and the overhead of a call takes most of the time",
                  Rules::called)
              .then("macs", Rules::calls),
          rule("goal.measure", "no target, and trials run in parallel", Rules::sideBySide)
              .then("macs", f -> "trials that run in parallel disturb each other's timings"),
          rule("goal.measure", "no target, and time falls in stairs", Rules::stairs)
              .then("latency", Rules::between),
          rule("cut.granularity", "no group of units may be cut", f -> f.cuttable().groups() == 0)
              .then("weights", Rules::groups),
          rule(
                  "cut.granularity",
                  "time is to shrink, and the median residual block loses little",
                  Rules::shallow)
              .then("units+blocks", Rules::blocks),
          rule("cut.granularity", "units may be cut", f -> true).then("units", Rules::groups),
          rule(
                  "cut.heads",
                  "fewer than 4 heads",
                  f -> f.structure().attention() && f.structure().fewestHeads() < 4)
              .then("positions", Rules::heads),
          rule("cut.heads", "at least 4 heads", f -> f.structure().attention())
              .then("blocks", Rules::heads),
          rule("cut.criterion", "single weights are cut", f -> f.cuttable().groups() == 0)
              .then("l1", Rules::groups),
          rule("cut.criterion", "otherwise", f -> true).then("fluctuation", Rules::activations),
          rule("cut.allocation", "time is to shrink", Rules::latency)
              .then(
                  "staircase", f -> "time falls in stairs of several channels, not with each unit"),
          rule("cut.allocation", "otherwise", f -> true)
              .then(
                  "global",
                  f ->
                      "not seen in this model: ResNet-20 at half the MACs lost 0.95 points more with one share for all groups (docs/benchmarks/03)"),
          rule(
                  "search.screen",
                  "time is to shrink, and the way of cutting is open",
                  Rules::undecided)
              .then(
                  f -> Long.toString(screen(f)),
                  f ->
                      "not seen in this model: ResNet-20 at half the latency had 88.95 % where ways were compared after short tuning, then 4 epochs; 86.65 % where 100 trials were compared untuned, then 3 epochs (docs/benchmarks/17)"),
          rule(
                  "cut.exclude",
                  "a group loses much and has few MACs",
                  f -> !f.cuttable().fragile().isEmpty())
              .then(f -> String.join(",", f.cuttable().fragile()), Rules::fragile),
          rule("goal.ratio", "no target: where the search begins", Rules::open)
              .then(
                  f -> number(stairs(f) ? Math.sqrt(f.start().ratio()) : f.start().ratio()),
                  Rules::start),
          rule("schedule.kind", "a target below 0.3", f -> targeted(f) && ratio(f) < 0.3)
              .then(
                  "geometric",
                  f -> "one cut to " + ratio(f) + " loses much that tuning has to recover"),
          rule("schedule.steps", "a target below 0.3", f -> targeted(f) && ratio(f) < 0.3)
              .then("2", f -> "the model is tuned half-way, before the rest is cut"),
          rule("schedule.trials", "fewer than 300 examples decide", f -> f.learning().gate() < 300)
              .then("6", Rules::narrow),
          rule("tune.batch", "fewer than 2000 examples", f -> f.learning().train() < 2000)
              .then("32", Rules::examples),
          rule("tune.batch", "fewer than 6000 examples", f -> f.learning().train() < 6000)
              .then("64", Rules::examples),
          rule("tune.epochs", "a pass over the examples takes minutes", f -> wholePasses(f) < 1)
              .then(Rules::affordable, Rules::pass),
          rule("tune.epochs", "an epoch has few updates", f -> epochs(f) > 5)
              .then(f -> Integer.toString(epochs(f)), Rules::updates),
          rule("tune.epochs", "no target, and time for more passes", Rules::patient)
              .then(Rules::affordable, Rules::pass),
          rule("tune.minUpdates", "a pass over the examples takes minutes", Rules::slow)
              .then(f -> Long.toString(updatesInTime(f)), Rules::pass),
          rule("tune.minUpdates", "few examples per parameter", Rules::few)
              .then("400", Rules::perParameter),
          rule("tune.stepEpochs", "a pass over the examples takes minutes", Rules::slow)
              .then(f -> number(trialSeconds(f) / f.learning().passSeconds()), Rules::pass),
          rule("tune.distill", "no labels", f -> !f.learning().labelled())
              .then("1", f -> "without labels only the answers of the original can be learned"),
          rule("tune.distill", "few examples per parameter", Rules::few)
              .then("0.7", Rules::perParameter));

  private Rules() {}

  /** The table in words: key, condition and choice (… where it depends on the numbers). */
  static List<List<String>> words() {
    return ALL.stream().map(r -> List.of(r.key(), r.condition(), choice(r))).toList();
  }

  private static String choice(Rule rule) {
    return rule.value() instanceof Fixed fixed ? fixed.value() : "…";
  }

  /** A choice that depends on nothing. */
  private record Fixed(String value) implements Function<Findings, String> {
    @Override
    public String apply(Findings findings) {
      return value;
    }
  }

  private record When(String key, String condition, Predicate<Findings> when) {
    Rule then(String value, Function<Findings, String> finding) {
      return new Rule(key, condition, when, new Fixed(value), finding);
    }

    Rule then(Function<Findings, String> value, Function<Findings, String> finding) {
      return new Rule(key, condition, when, value, finding);
    }
  }

  private static When rule(String key, String condition, Predicate<Findings> when) {
    return new When(key, condition, when);
  }

  private static boolean few(Findings f) {
    return f.learning().train() > 0 && f.learning().perParameter() < FEW;
  }

  private static boolean targeted(Findings f) {
    return f.recipe().goal().target() != Target.NONE;
  }

  private static boolean latency(Findings f) {
    return f.recipe().goal().aimsAt(Target.LATENCY) || stairs(f);
  }

  /** Whether ways of cutting may be compared by tuning. */
  private static boolean undecided(Findings f) {
    return latency(f)
        && f.learning().train() > 0
        && f.recipe().tune().amount().epochs() > 0
        && f.cuttable().groups() > 0
        && f.recipe().cut().granularity() == Granularity.UNITS
        && f.recipe().cut().openAllocation()
        && !f.recipe().search().wanted();
  }

  /** A target says what counts; where none does, a smaller model that is no faster is no gain. */
  private static boolean stairs(Findings f) {
    return stepped(f) && !called(f) && !sideBySide(f);
  }

  private static boolean sideBySide(Findings f) {
    return f.searching() && f.recipe().search().parallel() > 1;
  }

  private static boolean stepped(Findings f) {
    return f.searching() && f.cuttable().groups() > 0 && f.times().stairs().step() > 1;
  }

  /** What is won in time is then within what times differ by from one call to the next. */
  private static boolean called(Findings f) {
    return stepped(f) && f.times().least() > MOSTLY_CALLS;
  }

  /** Depth falls in a straight line with each block, where widths only win at stairs. */
  private static boolean shallow(Findings f) {
    return latency(f) && f.cuttable().blocks() > 0 && f.cuttable().blockLoss() < LITTLE;
  }

  private static boolean open(Findings f) {
    return !targeted(f) && Double.isFinite(f.start().ratio());
  }

  private static double ratio(Findings f) {
    return f.recipe().goal().ratio();
  }

  private static int batch(Findings f) {
    return f.learning().train() < 2000 ? 32 : f.learning().train() < 6000 ? 64 : 128;
  }

  private static int epochs(Findings f) {
    if (f.learning().train() == 0) {
      return 0;
    }
    return (int) Math.min(MOST_EPOCHS, Math.ceil(UPDATES / f.learning().updates(batch(f))));
  }

  /** Whether a trial is tuned on a part of the examples alone. */
  private static boolean slow(Findings f) {
    return f.learning().passSeconds() > trialSeconds(f);
  }

  private static long updatesInTime(Findings f) {
    return updates(f, trialSeconds(f));
  }

  private static long updates(Findings f, double seconds) {
    return Math.max(
        1, Math.round(f.learning().updates(batch(f)) * seconds / f.learning().passSeconds()));
  }

  /** The usual, or fewer where these take too long. */
  private static long screen(Findings f) {
    return f.searching() && f.learning().passSeconds() > 0
        ? Math.min(SCREEN, updates(f, SCREEN_SHARE * seconds(f)))
        : SCREEN;
  }

  private static double seconds(Findings f) {
    return 60.0 * f.recipe().goal().minutes();
  }

  private static double trialSeconds(Findings f) {
    return TRIAL_SHARE * seconds(f);
  }

  private static double finalSeconds(Findings f) {
    return FINAL_SHARE * seconds(f);
  }

  /** Below 1 where the recipe's passes take too long; NaN, which is not, where time is unknown. */
  private static double wholePasses(Findings f) {
    return finalSeconds(f) / (f.learning().passSeconds() * f.recipe().tune().amount().epochs());
  }

  /** What a search cuts is worth more passes than what was cut to order. */
  private static boolean patient(Findings f) {
    return f.searching() && wholePasses(f) > 1 && f.recipe().tune().amount().epochs() > 0;
  }

  /** Whole passes where there is time for one. */
  private static String affordable(Findings f) {
    double passes = finalSeconds(f) / f.learning().passSeconds();
    return passes < 1
        ? number(Math.max(0.01, passes))
        : Integer.toString(Math.min(MANY_EPOCHS, (int) passes));
  }

  private static String groups(Findings f) {
    return f.cuttable().groups() + " groups of units may be cut";
  }

  private static String calls(Findings f) {
    return String.format(
        Locale.ROOT,
        "with a quarter of the units in every group a call still takes %.2f of the time: cutting saves size, not time",
        f.times().least());
  }

  private static String between(Findings f) {
    return String.format(
        Locale.ROOT,
        "between multiples of %d channels, the measured time is %.0f %% of the way up to the next multiple: MACs do not predict time",
        f.times().stairs().step(),
        100 * f.times().stairs().height());
  }

  private static String blocks(Findings f) {
    return String.format(
        Locale.ROOT,
        "%d residual blocks can be removed; the median one, removed alone and untuned, loses %.3f",
        f.cuttable().blocks(),
        f.cuttable().blockLoss());
  }

  private static String heads(Findings f) {
    return "the attention with the fewest heads has " + f.structure().fewestHeads();
  }

  private static String activations(Findings f) {
    long n = f.learning().train() > 0 ? f.learning().train() : f.learning().gate();
    return String.format(Locale.ROOT, "activations of %,d examples can be observed", n);
  }

  private static String fragile(Findings f) {
    return f.cuttable().fragile().size()
        + " of "
        + f.cuttable().groups()
        + " groups lose over 20 points with a quarter of their units, and have under 2 % of the MACs";
  }

  private static String start(Findings f) {
    return String.format(
        Locale.ROOT,
        "at %.2f of the MACs, cuts of single groups lose %.3f in total, untuned%s",
        f.start().ratio(),
        f.start().drop(),
        stairs(f) ? "; time falls less, about as the square root of the MACs" : "");
  }

  private static String narrow(Findings f) {
    return f.learning().gate() + " examples decide: each further trial may win by luck";
  }

  private static String examples(Findings f) {
    return String.format(Locale.ROOT, "%,d training examples", f.learning().train());
  }

  private static String updates(Findings f) {
    return String.format(
        Locale.ROOT,
        "%.0f updates per epoch; the aim is %d in total (a number that was chosen, not measured)",
        f.learning().updates(batch(f)),
        UPDATES);
  }

  private static String pass(Findings f) {
    return String.format(
        Locale.ROOT,
        "a pass takes %.0f s here: %.0f s for a trial, %.0f s for the winner",
        f.learning().passSeconds(),
        trialSeconds(f),
        finalSeconds(f));
  }

  private static String perParameter(Findings f) {
    return String.format(
        Locale.ROOT, "%.4f training examples for each parameter", f.learning().perParameter());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
