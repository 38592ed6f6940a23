package dev.espalier.task;

import dev.espalier.files.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several tasks of one model: each judged by its own metric, and all by the mean of these by
 * weight, where an error counts as {@code 1 - error}.
 *
 * <p>Metrics: those of each after the name of its output, and weighted-mean.
 */
record Several() implements TaskKind {
  @Override
  public String name() {
    return "several";
  }

  @Override
  public String summary() {
    return "several outputs, each with a task of its own";
  }

  @Override
  public String source() {
    return "Caruana, Multitask Learning, Machine Learning 28, 1997";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NONE;
  }

  @Override
  public boolean stated() {
    return false;
  }

  @Override
  public boolean labelled(Task task) {
    return task.parts().stream().anyMatch(a -> !a.task().unlabelled());
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Map<String, Double> all = new LinkedHashMap<>();
    List<Double> own = new ArrayList<>();
    for (int i = 0; i < task.parts().size(); i++) {
      Answer answer = task.parts().get(i);
      Predictions part = predictions.part(task, i);
      if (!answer.task().byAgreement()) {
        answer
            .task()
            .figures(part)
            .forEach((name, value) -> all.put(answer.name() + " " + name, value));
        own.add(answer.task().value(part));
      }
    }
    if (own.size() == task.parts().size()) {
      all.put(Task.WEIGHTED, mean(task, own::get));
    }
    return all;
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    throw new DataException(
        "several tasks have no common metric per record; judge each by its own");
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    List<Statistic> own = new ArrayList<>();
    for (int i = 0; i < task.parts().size(); i++) {
      own.add(task.parts().get(i).task().statistic(predictions.part(task, i)));
    }
    return records -> mean(task, i -> own.get(i).over(records));
  }

  /** The sum of each record's losses by weight. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    double[] sums = new double[predictions.records()];
    for (int i = 0; i < task.parts().size(); i++) {
      Answer answer = task.parts().get(i);
      double[] own = answer.task().losses(predictions.part(task, i), whole.part(task, i));
      Arrays.setAll(sums, r -> sums[r] + answer.weight() * own[r]);
    }
    return sums;
  }

  @Override
  public double chance(Task task, Predictions predictions) {
    return mean(task, i -> task.parts().get(i).task().chance(predictions.part(task, i)));
  }

  private static double mean(Task task, IntFunction<Double> own) {
    double sum = 0;
    for (int i = 0; i < task.parts().size(); i++) {
      Answer answer = task.parts().get(i);
      double value = own.apply(i);
      sum += answer.weight() * (answer.task().higherIsBetter() ? value : 1 - value);
    }
    return sum;
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return IntStream.range(0, task.parts().size())
        .mapToObj(i -> task.parts().get(i).task().words(predictions.part(task, i)))
        .collect(Collectors.joining(", and "));
  }

  /** Of none of its outputs: each has a loss of its own. */
  @Override
  public String loss() {
    return "output-matching";
  }
}
