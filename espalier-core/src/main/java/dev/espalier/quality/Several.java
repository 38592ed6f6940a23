package dev.espalier.quality;

import dev.espalier.data.Answer;
import dev.espalier.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How several tasks of one model are judged together: each by its own metric, and all by the mean
 * of these by weight, where an error counts as {@code 1 - error}.
 */
final class Several {
  private Several() {}

  /** The metrics of each, after the name of its output, and the weighted mean. */
  static Map<String, Double> metrics(Task task, Predictions predictions) {
    Map<String, Double> all = new LinkedHashMap<>();
    List<Double> own = new ArrayList<>();
    for (int i = 0; i < task.parts().size(); i++) {
      Answer answer = task.parts().get(i);
      Predictions part = predictions.part(i);
      if (!answer.task().byAgreement()) {
        Metrics.of(answer.task(), part)
            .forEach((name, value) -> all.put(answer.name() + " " + name, value));
        own.add(Metrics.value(answer.task(), part));
      }
    }
    if (own.size() == task.parts().size()) {
      all.put(Task.WEIGHTED, mean(task, own));
    }
    return all;
  }

  /** The weighted mean over any records. */
  static Statistic statistic(Task task, Predictions predictions) {
    List<Statistic> own = new ArrayList<>();
    for (int i = 0; i < task.parts().size(); i++) {
      own.add(Statistic.of(task.parts().get(i).task(), predictions.part(i)));
    }
    return records -> mean(task, own.stream().map(s -> s.over(records)).toList());
  }

  /** The sum of each record's losses by weight. */
  static double[] losses(Task task, Predictions predictions, Predictions whole) {
    double[] sums = new double[predictions.records()];
    for (int i = 0; i < task.parts().size(); i++) {
      Answer answer = task.parts().get(i);
      double[] own = RecordLosses.of(answer.task(), predictions.part(i), whole.part(i));
      Arrays.setAll(sums, r -> sums[r] + answer.weight() * own[r]);
    }
    return sums;
  }

  /** What constant answers would score together. */
  static double chance(Task task, Predictions predictions) {
    List<Double> own = new ArrayList<>();
    for (int i = 0; i < task.parts().size(); i++) {
      own.add(Chance.level(task.parts().get(i).task(), predictions.part(i)));
    }
    return mean(task, own);
  }

  /** Whether any of them is near chance. */
  static boolean nearChance(Task task, Predictions predictions) {
    boolean near = false;
    for (int i = 0; i < task.parts().size(); i++) {
      near |= Chance.near(task.parts().get(i).task(), predictions.part(i));
    }
    return near;
  }

  private static double mean(Task task, List<Double> own) {
    double sum = 0;
    for (int i = 0; i < own.size(); i++) {
      Answer answer = task.parts().get(i);
      double value = own.get(i);
      sum += answer.weight() * (answer.task().higherIsBetter() ? value : 1 - value);
    }
    return sum;
  }
}
