package dev.espalier.adaptive;

import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether answers and routes are those of choosing for each row alone: the stages run one by one on
 * that row, and the first whose score is at least its threshold answers.
 *
 * @param holds whether routes are the same and outputs close (rtol 1e-4, atol 1e-5)
 * @param rows how many rows were compared
 * @param atThreshold rows left out because a score is within 1e-5 of its threshold
 * @param maxAbs largest absolute error of an output
 * @param worst the first row that differs, or the largest error, for a person
 */
public record Equality(boolean holds, int rows, int atThreshold, double maxAbs, String worst) {
  private static final double RTOL = 1e-4;
  private static final double ATOL = 1e-5;
  private static final double AT_THRESHOLD = 1e-5;

  /**
   * Compares what some runtime gave.
   *
   * @param choice stages and the thresholds between them
   * @param inputs of the rows
   * @param outputs what came out for all of them at once
   * @param routes which stage answered each
   * @return whether each row came out as its stage answers alone
   */
  public static Equality of(
      Choice choice, Map<String, Tensor> inputs, Map<String, Tensor> outputs, long[] routes) {
    List<Session> stages = new ArrayList<>();
    try {
      for (int k = 0; k < choice.cascade().chain().size(); k++) {
        stages.add(Session.open(choice.cascade().scored(k), SessionOptions.threads(1)));
      }
      Equality all = new Equality(true, 0, 0, 0, "");
      for (int row = 0; row < routes.length; row++) {
        Alone alone = choice.alone(stages, RowNumbers.select(inputs, row));
        all = all.and(alone.compared(RowNumbers.select(outputs, row), routes[row]), row);
      }
      return all;
    } finally {
      stages.forEach(Session::close);
    }
  }

  /**
   * Runs a joined model, without the input effort, and compares what it gives.
   *
   * @param choice stages and the thresholds between them
   * @param inputs by name, rows along axis 0
   * @param joined the stages as one graph
   * @return whether each row came out as its stage answers alone
   */
  public static Equality of(Choice choice, Map<String, Tensor> inputs, Model joined) {
    return of(choice, inputs, Map.of(), joined);
  }

  /**
   * The same of a model that takes the effort.
   *
   * @param choice stages and the thresholds between them
   * @param inputs by name, rows along axis 0
   * @param joined the stages as one graph
   * @param effort that means the choice's thresholds
   * @return whether each row came out as its stage answers alone
   */
  public static Equality of(Choice choice, Map<String, Tensor> inputs, Model joined, float effort) {
    return of(choice, inputs, Map.of(Join.EFFORT, Tensor.floats(new float[] {effort})), joined);
  }

  private static Equality of(
      Choice choice, Map<String, Tensor> inputs, Map<String, Tensor> more, Model joined) {
    Map<String, Tensor> all = new LinkedHashMap<>(inputs);
    all.putAll(more);
    try (Session session = Session.open(joined, SessionOptions.threads(1))) {
      Map<String, Tensor> outputs = new LinkedHashMap<>(session.run(all));
      Tensor route = outputs.remove(Join.ROUTE);
      return of(choice, inputs, outputs, route == null ? new long[0] : route.longs());
    }
  }

  private Equality and(Equality other, int row) {
    String place = other.worst.isEmpty() ? "" : "row " + row + ": " + other.worst;
    boolean worse = holds == other.holds ? other.maxAbs > maxAbs : !other.holds;
    return new Equality(
        holds && other.holds,
        rows + other.rows,
        atThreshold + other.atThreshold,
        Math.max(maxAbs, other.maxAbs),
        worse ? place : worst);
  }

  /**
   * Stages and the thresholds between them.
   *
   * @param cascade stages with their signals
   * @param thresholds one for every stage but the last
   */
  public record Choice(Cascade cascade, float[] thresholds) {
    private Alone alone(List<Session> stages, Map<String, Tensor> row) {
      Chain chain = cascade.chain();
      Map<String, Tensor> fed = new LinkedHashMap<>(row);
      boolean close = false;
      for (int k = 0; ; k++) {
        Map<String, Tensor> made = stages.get(k).run(fed);
        Tensor score = made.get(Cascade.SCORE);
        float s = score == null ? Float.POSITIVE_INFINITY : score.floats()[0];
        float t = k < thresholds.length ? thresholds[k] : Float.NEGATIVE_INFINITY;
        close |= Math.abs((double) s - t) < AT_THRESHOLD;
        if (s >= t) {
          return new Alone(k, close, answers(chain, made));
        }
        fed.putAll(made);
        fed.put(Cascade.BEFORE, answers(chain, made).values().iterator().next());
      }
    }

    private static Map<String, Tensor> answers(Chain chain, Map<String, Tensor> made) {
      Map<String, Tensor> answers = new LinkedHashMap<>(made);
      answers.keySet().retainAll(chain.answers().stream().map(ValueInfo::name).toList());
      return answers;
    }
  }

  /** What came of a row by itself. */
  private record Alone(int route, boolean atThreshold, Map<String, Tensor> answers) {
    Equality compared(Map<String, Tensor> given, long route) {
      if (route != this.route) {
        return atThreshold
            ? new Equality(true, 0, 1, 0, "")
            : new Equality(false, 1, 0, 0, "answered by stage " + route + ", not " + this.route);
      }
      Closeness closeness = Closeness.of(answers, given, RTOL, ATOL);
      return new Equality(closeness.within(), 1, 0, closeness.maxAbs(), closeness.worst());
    }
  }
}
