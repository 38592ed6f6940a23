package dev.espalier.training;

import dev.espalier.task.Task;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles the rate of a run's trainings by its first trial. A test of a few steps cannot tell: a
 * network that was trained short gains by a large rate what one that was trained long loses. So the
 * trial is trained at the larger rate, at the test's, and at falling ones as long as each does
 * better than the one before; what did best on examples not learnt from is kept. Cost: one to three
 * trainings more, once in a run.
 */
record FallingRates(Tuner tuner, Task task) {
  /** From the test's rate on, each is this part of the one before. */
  private static final double STEP = 0.25;

  /** Trainings in all. */
  private static final int MOST = 4;

  /**
   * @param result of the training that did best
   * @param pace with its rate
   */
  record Best(Tuner.Result result, Pace pace) {}

  private record Tried(double rate, Tuner.Result result, double reached) {
    double seconds() {
      return result.epochs().stream().mapToDouble(Tuner.Epoch::seconds).sum();
    }
  }

  /**
   * @param request at the pace's larger rate
   * @param checkpoint file by which the n-th training, from 2 on, goes on when it was cut off; null
   *     for none
   * @param pace that leaves the rate open
   */
  Best of(Tuner.Request request, IntFunction<@Nullable Path> checkpoint, Pace pace) {
    boolean chosen = request.material().validation() != null;
    List<Tried> tried = new ArrayList<>();
    Tuner.Result first = tuner.tune(request);
    tried.add(new Tried(pace.steps().learningRate(), first, reached(first, chosen)));
    double rate = pace.brief();
    boolean better = true;
    while (better && tried.size() < MOST) {
      Tuner.Result result =
          tuner.tune(
              request
                  .withSettings(request.regime().settings().withLearningRate(rate))
                  .withCheckpoint(checkpoint.apply(tried.size() + 1)));
      Tried last = tried.get(tried.size() - 1);
      Tried now = new Tried(rate, result, reached(result, chosen));
      better = Double.isNaN(now.reached) || order().compare(now.reached, last.reached) < 0;
      tried.add(now);
      rate *= STEP;
    }
    boolean none = tried.stream().allMatch(t -> Double.isNaN(t.reached));
    Tried best =
        none
            ? tried.get(tried.size() - 1)
            : Collections.min(tried, Comparator.comparing(Tried::reached, order()));
    String because =
        String.format(
            Locale.ROOT,
            "the first trial was trained at falling rates: %s %s; %.2g was kept",
            task.unlabelled() ? "distance to the original" : task.metric(),
            tried.stream()
                .map(t -> String.format(Locale.ROOT, "%.4f at %.2g", t.reached, t.rate))
                .collect(Collectors.joining(", ")),
            best.rate);
    double lost = tried.stream().mapToDouble(Tried::seconds).sum() - best.seconds();
    return new Best(best.result, pace.settled(best.rate, because, lost));
  }

  /**
   * What a training came to: its best epoch where validation chooses among them, else its last; no
   * number where it was taken back from its first steps.
   */
  private double reached(Tuner.Result result, boolean chosen) {
    List<Double> metrics =
        result.epochs().stream()
            .map(Tuner.Epoch::validationMetric)
            .filter(Double::isFinite)
            .toList();
    if (metrics.isEmpty()) {
      return Double.NaN;
    }
    return chosen ? Collections.min(metrics, order()) : metrics.get(metrics.size() - 1);
  }

  /** The better first; what is no number last. */
  private Comparator<Double> order() {
    boolean higher = !task.unlabelled() && task.higherIsBetter();
    return Comparator.<Double, Boolean>comparing(value -> value.isNaN())
        .thenComparing(higher ? Comparator.reverseOrder() : Comparator.naturalOrder());
  }
}
