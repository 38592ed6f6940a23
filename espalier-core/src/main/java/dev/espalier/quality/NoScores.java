package dev.espalier.quality;

import dev.espalier.files.DataException;
import dev.espalier.task.Averages;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.Locale;

/** Outputs that are no scores of the classes that the labels name. */
public final class NoScores {
  /** Narrower outputs are taken for classes, most of which these records do not have. */
  private static final int NARROWEST = 16;

  private static final int TIMES_WIDER = 4;
  private static final double MOST = 0.5;

  private NoScores() {}

  /**
   * {@link DataException} where a whole model's largest output is mostly none of the labels'
   * classes and it has several times as many: a vector of features, whose largest entry says
   * nothing.
   */
  public static void refuse(Task task, Predictions original) {
    for (int i = 0; i < task.answers().size(); i++) {
      Task own = task.answers().get(i).task();
      if (own.classed() && !own.byAgreement()) {
        refuse(own.output(), original.part(task, i));
      }
    }
  }

  private static void refuse(String output, Predictions said) {
    int known = Arrays.stream(said.classes()).max().orElse(0) + 1;
    int columns = said.columns();
    if (columns < NARROWEST || columns < TIMES_WIDER * known) {
      return;
    }
    double beyond = Averages.mean(said.records(), r -> said.argmax(r) >= known ? 1 : 0);
    if (beyond > MOST) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "the model's output %shas %d values per record, the labels are class numbers from 0 to %d, and for %.0f %%"
                  + " of the records the largest value is none of these: it holds no scores of these classes (an"
                  + " embedding?). Name the output that does under `tasks:`, export the model with its classifier, or"
                  + " say `labels: none` to keep to what the model says",
              output.isEmpty() ? "" : output + " ",
              columns,
              known - 1,
              100 * beyond));
    }
  }
}
