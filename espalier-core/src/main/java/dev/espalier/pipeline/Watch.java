package dev.espalier.pipeline;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Prefix;
import dev.espalier.adaptive.Routing;
import dev.espalier.data.Batch;
import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.recipe.RecipeCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which way single examples take through a dynamic model, and why. */
public final class Watch {
  private Watch() {}

  /**
   * One example.
   *
   * @param example its number among those watched
   * @param label its class name or number; a dash where it has none
   * @param steps the stages that it passed
   */
  public record Way(int example, String label, List<Step> steps) {}

  /**
   * One stage of it.
   *
   * @param stage its name
   * @param answer what it says: a class, or a number
   * @param score how sure it is; NaN for the last stage
   * @param threshold from which it answers
   * @param stops whether it did
   */
  public record Step(String stage, String answer, double score, double threshold, boolean stops) {}

  /**
   * The first {@code rows} final examples of the run in {@code run}, at its calibrated point.
   *
   * @throws dev.espalier.data.DataException where there is no such run
   */
  public static List<Way> of(Path run, Path data, int rows) {
    Routing routing = Routing.read(run);
    Cascade cascade = routing.cascade(run);
    List<Session> sessions = new ArrayList<>();
    try {
      for (int k = 0; k < cascade.chain().size(); k++) {
        sessions.add(Session.open(cascade.scored(k), SessionOptions.threads(1)));
      }
      Splits splits = DataSource.open(data, cascade.chain().inputs());
      UnseenParts parts =
          UnseenParts.of(
              splits,
              Prefix.of(cascade.chain(), cascade.chain().size() - 1),
              RecipeCodec.read(run.resolve(RunFolder.RECIPE)));
      List<Way> ways = new ArrayList<>();
      for (int i = 0; i < Math.min(rows, parts.last().size()); i++) {
        Batch one = parts.last().batch(new int[] {i});
        ways.add(
            new Way(
                i,
                label(one.labels(), parts),
                new Walk(routing, cascade, sessions, parts).of(one.inputs())));
      }
      return ways;
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private record Walk(Routing routing, Cascade cascade, List<Session> sessions, UnseenParts parts) {
    List<Step> of(Map<String, Tensor> inputs) {
      float[] thresholds = routing.table().thresholds()[routing.table().calibrated()];
      Map<String, Tensor> given = new LinkedHashMap<>(inputs);
      String answerName = cascade.chain().answers().get(0).name();
      List<Step> steps = new ArrayList<>();
      boolean stops = false;
      for (int k = 0; !stops; k++) {
        Map<String, Tensor> found = sessions.get(k).run(given);
        Tensor answer = Objects.requireNonNull(found.get(answerName));
        boolean last = k == thresholds.length;
        double score =
            last ? Double.NaN : Objects.requireNonNull(found.get(Cascade.SCORE)).floats()[0];
        double threshold = last ? Double.NaN : thresholds[k];
        stops = last || score >= threshold;
        steps.add(
            new Step(
                cascade.chain().stage(k).name(), said(answer, parts), score, threshold, stops));
        given.putAll(found);
        given.put(Cascade.BEFORE, answer);
      }
      return steps;
    }
  }

  private static String said(Tensor answer, UnseenParts parts) {
    float[] values = answer.floats();
    if (parts.task().kind() != Task.Kind.CLASSIFICATION || values.length < 2) {
      return Float.toString(values[0]);
    }
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return parts.roles().className(best);
  }

  private static String label(@org.jspecify.annotations.Nullable Tensor label, UnseenParts parts) {
    if (label == null) {
      return "–";
    }
    return parts.task().kind() == Task.Kind.CLASSIFICATION
        ? parts.roles().className((int) label.longs()[0])
        : Float.toString(label.floats()[0]);
  }
}
