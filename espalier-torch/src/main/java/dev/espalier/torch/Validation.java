package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Folds;
import dev.espalier.data.Rows;
import dev.espalier.data.Task;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Evaluator;
import dev.espalier.ort.Metrics;
import dev.espalier.ort.Predictions;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.torch.op.Mode;
import dev.espalier.tune.Progress;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Judges a learner on examples that it does not learn from: by the task's metric, measured in ONNX
 * Runtime; by the mean squared distance to the teacher where there are no labels.
 *
 * @param request names data, task and teacher
 * @param model what is being trained, with a free batch
 */
record Validation(Tuner.Request request, Model model) {
  private boolean unlabelled() {
    return request.task().unlabelled();
  }

  boolean better(double candidate, double best) {
    boolean higher = !unlabelled() && request.task().higherIsBetter();
    return Double.isNaN(best) || (higher ? candidate > best : candidate < best);
  }

  /**
   * The figure for the learner's weights as they are now, then the same without each fold where
   * there are some, and labels.
   */
  double[] measure(Learner learner, Map<String, Tensor> weights) {
    if (unlabelled()) {
      return new double[] {distance(learner)};
    }
    var data = Objects.requireNonNull(request.validation());
    int threads = Libtorch.threads(request.settings().threads());
    int batch = request.settings().batch();
    Evaluator.Run run = new Evaluator.Run(batch, threads, Progress.NONE);
    Task task = request.task();
    Predictions all = Evaluator.predict(Learner.with(model, weights), task, data, run);
    Folds folds = request.folds();
    IntStream without = folds.divide() ? IntStream.range(0, folds.count()) : IntStream.empty();
    return DoubleStream.concat(
            DoubleStream.of(Metrics.value(task, all)),
            without.mapToDouble(f -> Metrics.value(task, all.rows(folds.without(f, data.size())))))
        .toArray();
  }

  private double distance(Learner learner) {
    var data = Objects.requireNonNull(request.validation());
    Teacher teacher = request.teacher();
    int batch = request.settings().batch();
    double[] sum = new double[1];
    for (int from = 0; from < data.size(); from += batch) {
      int to = Math.min(data.size(), from + batch);
      Batch records = data.batch(Rows.all(data.size()).slice(from, to).numbers());
      Prepared prepared = new Prepared(records, teacher == null ? null : teacher.outputs(records));
      Libtorch.withoutGradients(
          () ->
              sum[0] +=
                  records.size() * learner.loss(prepared, Losses::labels, Mode.EVAL).item_float());
    }
    return sum[0] / data.size();
  }
}
