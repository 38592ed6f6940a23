package dev.espalier.trial;

import dev.espalier.cut.CutMethods;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.Drop;
import dev.espalier.record.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The search for the smallest model within an allowed loss: bisection over trials that are tuned
 * shortly; the winner is tuned at length, which wins back more, and bisection goes on from there.
 */
final class Smallest {
  private static final double LEAST = 0.01;

  /** How near two sizes are between which no other is tried. */
  private static final double CLOSE = 1.06;

  /** The share of trials that is left to a second search, as a divisor. */
  private static final int SPARED = 3;

  /** A trial is at least this share of the smallest model that passed: bold, not hopeless. */
  private static final double BOLDEST = 1.0 / 3;

  /** A miss this near is worth having: in standard errors, and as a multiple of what is allowed. */
  private static final double NEAR = 2;

  private final Recipe recipe;
  private final Trials trials;
  private final Answering answering;
  private final Clock clock;
  private boolean stopped;

  Smallest(Recipe recipe, Trials trials, Answering answering, Clock clock) {
    this.recipe = recipe;
    this.trials = trials;
    this.answering = answering;
    this.clock = clock;
  }

  /** The smallest of all. */
  Strategy.Choice found() {
    return within(LEAST, LEAST);
  }

  /** The smallest above a target that was missed by {@code rejected}. */
  Strategy.Choice above(Trial rejected) {
    double floor = recipe.goal().ratio();
    return within(floor, Math.max(floor, size(rejected)));
  }

  /**
   * @param floor below which nothing is wanted
   * @param low below which nothing passes, as far as is known
   */
  private Strategy.Choice within(double floor, double low) {
    int most = recipe.schedule().trials();
    int spared = tunesAtLength() ? most / SPARED : 0;
    Found first = bisected(low, new Found(null, trials.means(), 0), most - spared);
    Trial best = first.best();
    if (best == null) {
      return tunedMiss()
          .map(t -> furthered(floor, new Found(t, trials.means(), first.cuts())))
          .map(this::done)
          .orElseGet(this::missed);
    }
    Trial chosen =
        furthered(floor, new Found(finished(best, first.means()), first.means(), first.cuts()));
    return done(chosen);
  }

  private Strategy.Choice done(Trial chosen) {
    return new Strategy.Choice(
        chosen,
        Status.DONE,
        (recipe.goal().aimsAt(Target.LATENCY)
                ? "the fastest model found within the allowed loss"
                : "the smallest model found within the allowed loss")
            + unfinished());
  }

  /** What time did not allow. */
  private String unfinished() {
    return stopped
        ? String.format(
            Locale.ROOT,
            "; the search ended after %d trials, since goal.minutes is %d",
            trials.done().size(),
            recipe.goal().minutes())
        : "";
  }

  private List<Trial> certified() {
    return trials.done().stream()
        .filter(t -> t.cut().certificate().certified() && t.repeats() == 0)
        .toList();
  }

  private Optional<Trial> nearest() {
    return certified().stream().min(Comparator.comparingDouble(Smallest::loss));
  }

  /** Nothing passed after short tuning: a near miss that passes once it is tuned at length. */
  private Optional<Trial> tunedMiss() {
    return nearest()
        .filter(t -> tunesAtLength() && t.excess() <= NEAR)
        .map(t -> finished(t, trials.means()))
        .filter(Trial::accepted);
  }

  /** Nothing passed: the nearest miss where it is near, else the original. */
  private Strategy.Choice missed() {
    List<Trial> cuts = certified();
    Optional<Trial> nearest = nearest();
    boolean near = nearest.filter(this::near).isPresent();
    Trial kept = near ? nearest.orElseThrow() : trials.original();
    String tried =
        nearest
            .map(
                t ->
                    String.format(
                        Locale.ROOT,
                        "%d cuts were tried; the nearest, to %.2f of the %s, %s",
                        cuts.size(),
                        t.cut().achieved(),
                        recipe.goal().led().word(),
                        lost(t)))
            .orElse("no cut held its certificate");
    return Strategy.unreachable(
        kept,
        "no cut stayed within the allowed loss: "
            + tried
            + (near ? "; it was kept" : "; the original was kept")
            + unfinished()
            + ". What would help: "
            + (nearest.map(Trial::drop).filter(d -> d != null).isPresent()
                ? "more examples to decide on, "
                : "")
            + "a longer tuning (tune.epochs, goal.minutes) or a larger --max-drop");
  }

  private static String lost(Trial trial) {
    Drop drop = trial.drop();
    return drop == null
        ? "was not judged"
        : String.format(
            Locale.ROOT,
            "lost %.4f of %s (%.4f to %.4f on %d examples; allowed %.4f)",
            drop.value(),
            drop.metric(),
            drop.low(),
            drop.high(),
            drop.records(),
            drop.allowed());
  }

  private boolean near(Trial trial) {
    Double most = recipe.goal().maxDrop();
    return trial.excess() <= NEAR || most != null && loss(trial) <= NEAR * most;
  }

  /**
   * Where a search is.
   *
   * @param best the smallest accepted trial; null where there is none
   * @param means that it was cut by
   * @param cuts that were tried, without those of {@link Feedback}
   */
  private record Found(@Nullable Trial best, CutMethods means, int cuts) {}

  /**
   * Bisection on the logarithm of the ratio, above {@code floor}: each trial cuts the smallest
   * model accepted so far a little further and tunes it shortly; {@code search.parallel} of them
   * divide what is left between them. Where that comes to a cut that was rejected before, nothing
   * lies between it and what was asked for; where it comes to one that was accepted, no more can be
   * cut.
   */
  private Found bisected(double floor, Found start, int most) {
    double low = floor;
    Trial best = start.best();
    double high = best == null ? 1 : size(best);
    CutMethods means = start.means();
    int cuts = start.cuts();
    while (cuts < most && high / low > CLOSE && !late(best)) {
      for (Answering.Followed found : answered(ratios(low, high, most - cuts), best, means)) {
        Trial trial = found.trial();
        boolean repeats = trial.repeats() > 0;
        if (trial.accepted() && repeats) {
          return new Found(best, means, cuts);
        }
        if (trial.accepted()) {
          if (best == null || size(trial) < size(best)) {
            best = trial;
            means = found.means();
          }
          high = Math.min(high, size(best));
        } else {
          low =
              Math.max(
                  low, repeats ? Math.max(trial.ratio(), trial.cut().achieved()) : size(trial));
        }
        cuts += repeats ? 0 : 1;
      }
      low = Math.min(low, high);
    }
    return new Found(best, means, cuts);
  }

  /** What is tried next between two sizes, the largest first: as many as are made at a time. */
  private List<Double> ratios(double low, double high, int most) {
    if (trials.done().isEmpty()) {
      return List.of(recipe.goal().ratio());
    }
    int count = Math.max(1, Math.min(trials.parallel(), most));
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> high * Math.pow(low / high, i / (count + 1.0)))
        .map(between -> Math.max(between, BOLDEST * high))
        .distinct()
        .toList();
  }

  /** Trials from one model; only where all were rejected is the largest answered by feedback. */
  private List<Answering.Followed> answered(
      List<Double> ratios, @Nullable Trial best, CutMethods means) {
    int from = best == null ? 0 : best.number();
    List<TrialRequest> asks =
        ratios.stream()
            .map(ratio -> TrialRequest.cut(from, ratio, trials.shortEpochs(), means).asSearched())
            .toList();
    List<Trial> made = trials.make(asks);
    List<Answering.Followed> all = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      all.add(new Answering.Followed(made.get(i), means));
    }
    if (made.stream().noneMatch(Trial::accepted)) {
      all.set(0, answering.of(asks.get(0), made.get(0)));
    }
    return all;
  }

  /** Whether no time is left for another trial, and for the winner after it. */
  private boolean late(@Nullable Trial best) {
    double after = best == null ? 0 : clock.estimate(best, recipe.tune().amount().epochs());
    boolean late = !trials.done().isEmpty() && !clock.allows(trials, after);
    stopped |= late;
    return late;
  }

  /**
   * How small a trial is in what leads; what was asked for where the cut could not come to it, as
   * where calls take all of a latency.
   */
  private static double size(Trial trial) {
    return Math.min(trial.cut().achieved(), trial.ratio());
  }

  /**
   * What a second search finds from a model that was tuned at length, tuned at length too; that
   * model where it finds nothing, or no trials are left. What was rejected before bounds nothing
   * here: it was cut from models that had lost more.
   */
  private Trial furthered(double floor, Found tuned) {
    Trial before = Objects.requireNonNull(tuned.best());
    if (!before.accepted() || !tunesAtLength()) {
      return before;
    }
    double size = size(before);
    double least = Math.max(floor, Math.min(size * size, size / 2));
    Found found = bisected(least, tuned, recipe.schedule().trials());
    Trial best = Objects.requireNonNull(found.best());
    if (best.number() == before.number()) {
      return before;
    }
    Trial longer = finished(best, found.means());
    return longer.accepted() ? longer : before;
  }

  private boolean tunesAtLength() {
    return trials.tunes() && recipe.tune().amount().epochs() > trials.shortEpochs();
  }

  private static double loss(Trial trial) {
    return trial.drop() == null ? 0 : trial.drop().value();
  }

  /**
   * Tunes at length, as far as there is time; what was accepted before stands if it lost less.
   * Nothing is chosen by size here, so luck has no part in it.
   */
  private Trial finished(Trial best, CutMethods means) {
    double epochs =
        clock.affordable(trials, best, recipe.tune().amount().epochs(), trials.shortEpochs());
    stopped |= epochs < recipe.tune().amount().epochs();
    if (!tunesAtLength() || epochs <= trials.shortEpochs()) {
      return best;
    }
    Trial longer =
        trials.make(
            new TrialRequest(best.number(), best.ratio(), epochs, false, false, means, List.of()));
    boolean better = longer.cut().certificate().certified() && loss(longer) <= loss(best);
    return longer.accepted() || better ? longer : best;
  }
}
