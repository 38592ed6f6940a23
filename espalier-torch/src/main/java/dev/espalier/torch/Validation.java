package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.data.Rows;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.quality.Chance;
import dev.espalier.quality.PairedDrop;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.torch.op.Mode;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges a learner on examples that it does not learn from: by the task's metric, measured in ONNX
 * Runtime; by the mean squared distance to the teacher where there are no labels.
 *
 * @param request names task and teacher
 * @param data what is judged on
 * @param model what is being trained, with a free batch
 */
record Validation(Tuner.Request request, Dataset data, Model model) {
  /** A distance to the teacher that grew by so much is surely larger. */
  private static final double FARTHER = 1.1;

  /**
   * What was seen of some weights.
   *
   * @param metrics on all of the data, then without each fold where there are some, and labels
   * @param predictions the answers; null where a distance was measured
   */
  record Look(double[] metrics, @Nullable Predictions predictions) {
    double metric() {
      return metrics[0];
    }
  }

  private boolean unlabelled() {
    return request.task().unlabelled();
  }

  boolean better(double candidate, double best) {
    boolean higher = !unlabelled() && request.task().higherIsBetter();
    return Double.isNaN(best) || (higher ? candidate > best : candidate < best);
  }

  /** Whether weights are worse than others by more than luck. */
  boolean surelyWorse(Look now, Look before) {
    Predictions answersBefore = before.predictions();
    Predictions answersNow = now.predictions();
    if (answersBefore == null || answersNow == null) {
      return !(now.metric() <= FARTHER * before.metric());
    }
    return better(before.metric(), now.metric())
        && PairedDrop.surelyWorse(request.task(), answersBefore, answersNow);
  }

  /** Whether answers are no better than chance, though those before were. */
  boolean collapsed(Look now, Look before) {
    Predictions answersBefore = before.predictions();
    Predictions answersNow = now.predictions();
    return answersBefore != null
        && answersNow != null
        && Chance.near(request.task(), answersNow)
        && !Chance.near(request.task(), answersBefore);
  }

  /** What the learner's weights do as they are now. */
  Look look(Learner learner, Map<String, Tensor> weights) {
    if (unlabelled()) {
      return new Look(new double[] {distance(learner)}, null);
    }
    int threads = Libtorch.threads(request.regime().settings().threads());
    int batch = request.regime().settings().amount().batch();
    Evaluator.Run run = new Evaluator.Run(batch, threads, Progress.NONE);
    Task task = request.task();
    Predictions all = Evaluator.predict(Learner.with(model, weights), task, data, run);
    Folds folds = request.material().folds();
    IntStream without = folds.divide() ? IntStream.range(0, folds.count()) : IntStream.empty();
    double[] metrics =
        DoubleStream.concat(
                DoubleStream.of(task.value(all)),
                without.mapToDouble(f -> task.value(all.rows(folds.without(f, data.size())))))
            .toArray();
    return new Look(metrics, all);
  }

  private double distance(Learner learner) {
    Teacher teacher = request.teacher();
    int batch = request.regime().settings().amount().batch();
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
