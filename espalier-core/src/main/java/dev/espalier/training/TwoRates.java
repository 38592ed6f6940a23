package dev.espalier.training;

import dev.espalier.task.Task;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settles the rate of a run's trainings by its first trial. A test of a few steps cannot tell: a
 * network that was trained short gains by a large rate what one that was trained long loses. So the
 * trial is trained at both, and what did better on examples not learnt from is kept. Cost: one
 * training more, once in a run.
 */
record TwoRates(Tuner tuner, Task task) {
  /**
   * @param result of the training that did better
   * @param pace with its rate
   */
  record Better(Tuner.Result result, Pace pace) {}

  /**
   * @param request at the pace's larger rate
   * @param slower file by which the training at the smaller rate goes on when it was cut off; null
   *     for none
   * @param pace that leaves the rate open
   */
  Better of(Tuner.Request request, @Nullable Path slower, Pace pace) {
    double large = pace.steps().learningRate();
    double small = pace.brief();
    Tuner.Result fast = tuner.tune(request);
    Tuner.Result slow =
        tuner.tune(
            request
                .withSettings(request.regime().settings().withLearningRate(small))
                .withCheckpoint(slower));
    boolean chosen = request.material().validation() != null;
    double quick = reached(fast, chosen);
    double careful = reached(slow, chosen);
    boolean faster = order().compare(quick, careful) <= 0;
    double rate = faster ? large : small;
    String because =
        String.format(
            Locale.ROOT,
            "the first trial was trained at both rates: %s %.4f at %.2g, %.4f at %.2g; %.2g was kept",
            task.unlabelled() ? "distance to the original" : task.metric(),
            quick,
            large,
            careful,
            small,
            rate);
    return new Better(faster ? fast : slow, pace.settled(rate, because));
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
