package dev.espalier.study;

import dev.espalier.coupling.Coupling;
import dev.espalier.data.Elements;
import dev.espalier.data.Layout;
import dev.espalier.data.Sample;
import dev.espalier.measure.Evaluator;
import dev.espalier.progress.Progress;
import dev.espalier.quality.NoScores;
import dev.espalier.record.TaskProfile;
import dev.espalier.record.TaskProfile.Features;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to be done, and how hard it is. */
final class TaskStudy {
  /** Examples that figures of the whole model are from. */
  static final int JUDGED = 2000;

  /** Groups of candidates that are ranked, where the task is a ranking. */
  static final int JUDGED_GROUPS = 500;

  /** Distances are quadratic in the records. */
  private static final int CLOUD = 1000;

  private static final int BATCH = 64;
  private static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  private final Coupling coupling;
  private final Ground ground;
  private final Layout layout;
  private final Progress progress;

  TaskStudy(Coupling coupling, Ground ground, Layout layout, Progress progress) {
    this.coupling = coupling;
    this.ground = ground;
    this.layout = layout;
    this.progress = progress;
  }

  TaskProfile profile(Sample gate, long seed) {
    Task task = ground.task();
    Predictions predictions =
        Evaluator.predict(
            coupling.model(),
            task,
            gate,
            new Evaluator.Run(BATCH, Runtime.getRuntime().availableProcessors(), progress));
    boolean labelled = !task.unlabelled() && predictions.labels() != null;
    if (labelled) {
      NoScores.refuse(task, predictions);
    }
    LinearProbe probe = new LinearProbe(layout, task);
    Sample train =
        ground.train() == null
            ? null
            : Sample.of(ground.train(), alone(task), probe.records(), seed);
    double[] classes = labelled ? shares(task, gate) : new double[0];
    progress.at("train a linear model", 0, 1);
    TaskProfile.Probe yardstick = probe.judge(labelled ? train : null, gate);
    progress.at("train a linear model", 1, 1);
    return new TaskProfile(
        words(task, predictions),
        task.metric(),
        quality(gate, task, labelled ? predictions : null),
        features(gate),
        yardstick,
        new TaskProfile.Scale(
            ground.train() == null ? 0 : ground.train().size(), coupling.model().parameters()),
        new TaskProfile.Balance(
            classes.length, effective(classes), Arrays.stream(classes).min().orElse(Double.NaN)));
  }

  /**
   * @param labelled what the model said; null where no labels judge it
   */
  private TaskProfile.Quality quality(Sample gate, Task task, @Nullable Predictions labelled) {
    long judged = gate.size() / Math.max(1, task.groupSize());
    if (labelled == null) {
      return new TaskProfile.Quality(judged, ground.unseen(), Double.NaN, Double.NaN, List.of());
    }
    double loss =
        task.taught()
            ? Double.NaN
            : Arrays.stream(task.losses(labelled, labelled)).average().orElse(Double.NaN);
    return new TaskProfile.Quality(
        judged, ground.unseen(), task.value(labelled), loss, quantiles(task.margins(labelled)));
  }

  /** Training pairs are not grouped. */
  private static Task alone(Task task) {
    return new Task(task.kind(), task.metric(), task.classes(), 1);
  }

  private Features features(Sample gate) {
    LastLayer last = LastLayer.of(coupling.model().graph());
    if (last == null) {
      return new Features("", 0, Double.NaN, 0);
    }
    Sample few = gate.first(alone(ground.task()), CLOUD);
    float[][] points = last.features(coupling.model(), coupling.shapes(), few);
    if (points == null || points.length == 0) {
      return new Features(last.node().label(), 0, Double.NaN, 0);
    }
    return new Features(
        last.node().label(), points[0].length, TwoNn.dimension(points), points.length);
  }

  private String words(Task task, Predictions predictions) {
    return task.words(predictions) + " from " + layout.words();
  }

  /** Shares of the classes that occur, by class number. */
  private static double[] shares(Task task, Sample sample) {
    if (!task.classed() || sample.all().labels() == null) {
      return new double[0];
    }
    float[] labels = Elements.of(sample.all().labels());
    int n = task.classes();
    for (float label : labels) {
      n = Math.max(n, (int) label + 1);
    }
    double[] shares = new double[n];
    for (float label : labels) {
      shares[(int) label] += 1.0 / labels.length;
    }
    return shares;
  }

  static double effective(double[] shares) {
    double entropy = 0;
    for (double s : shares) {
      entropy -= s > 0 ? s * Math.log(s) : 0;
    }
    return shares.length == 0 ? Double.NaN : Math.exp(entropy);
  }

  private static List<Double> quantiles(double[] margins) {
    double[] sorted = Arrays.stream(margins).filter(Double::isFinite).sorted().toArray();
    List<Double> out = new ArrayList<>();
    for (double q : sorted.length == 0 ? List.<Double>of() : QUANTILES) {
      out.add(sorted[(int) Math.round(q * (sorted.length - 1))]);
    }
    return out;
  }

  /** For a person: 0.9231. */
  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "not known";
  }
}
