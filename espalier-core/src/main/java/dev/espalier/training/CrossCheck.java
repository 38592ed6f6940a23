package dev.espalier.training;

import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.data.Rows;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.quality.PairedDrop;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Says at which pace tuning does no harm where examples are too few to hold some out: each third is
 * answered by a model that learnt from the other two, and all answers together are compared with
 * those of the untuned model.
 */
record CrossCheck(Tuner tuner, Task task) {
  private static final Folds THIRDS = new Folds(3, 1);
  private static final int ATTEMPTS = 3;
  private static final double LOWER = 4;

  /**
   * @param request with a pace, or with a smaller one that does no harm
   * @param helps whether any did none
   * @param notes what was tried, for a person; empty where the first pace did no harm
   */
  record Checked(Tuner.Request request, boolean helps, List<String> notes) {}

  Checked of(Tuner.Request request) {
    Dataset train = request.material().train();
    Predictions untuned = Gate.predict(request.model(), task, train);
    List<String> notes = new ArrayList<>();
    Tuner.Request next = request;
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!PairedDrop.surelyWorse(task, untuned, unseen(next))) {
        return new Checked(next, true, notes);
      }
      double rate = next.regime().settings().movement().learningRate();
      notes.add(
          String.format(
              Locale.ROOT,
              "tuned at rate %.2g on two thirds of the examples the model answers the other third worse than untuned",
              rate));
      next = next.withSettings(next.regime().settings().withLearningRate(rate / LOWER));
    }
    notes.add("the untuned weights stay");
    return new Checked(request, false, notes);
  }

  /** Each example's answer by a model that did not learn from it. */
  private Predictions unseen(Tuner.Request request) {
    Dataset train = request.material().train();
    List<Predictions> each = new ArrayList<>();
    for (int fold = 0; fold < THIRDS.count(); fold++) {
      Dataset part = new Rows(THIRDS.without(fold, train.size())).of(train);
      Model tuned = tuner.tune(request.withTrain(part)).model();
      each.add(Gate.predict(tuned, task, train));
    }
    return Predictions.chosen(each, IntStream.range(0, train.size()).map(THIRDS::of).toArray());
  }
}
