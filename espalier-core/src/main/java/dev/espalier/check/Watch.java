package dev.espalier.check;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Prefix;
import dev.espalier.adaptive.Routing;
import dev.espalier.data.Batch;
import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.dynamic.UnseenParts;
import dev.espalier.dynamic.Wording;
import dev.espalier.job.RunFolder;
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
   * @param label its class name or number; a dash where it has none or several
   * @param steps the stages that it passed
   */
  public record Route(int example, String label, List<Step> steps) {}

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
   * @param run folder of a dynamic run
   * @param data DATA file or folder that the run used
   * @param rows how many examples to follow
   * @return the way of each example through the stages, in their order
   * @throws dev.espalier.files.DataException where there is no such run
   */
  public static List<Route> of(Path run, Path data, int rows) {
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
      Wording wording = new Wording(parts.task(), parts.roles());
      List<Route> ways = new ArrayList<>();
      for (int i = 0; i < Math.min(rows, parts.last().size()); i++) {
        Batch one = parts.last().batch(new int[] {i});
        String label = wording.label(one.labels(), 0, 1);
        ways.add(
            new Route(
                i,
                label.isEmpty() ? "–" : label,
                new Walk(routing, cascade, sessions, wording).of(one.inputs())));
      }
      return ways;
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private record Walk(Routing routing, Cascade cascade, List<Session> sessions, Wording wording) {
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
                cascade.chain().stage(k).name(),
                wording.answer(answer.floats()),
                score,
                threshold,
                stops));
        given.putAll(found);
        given.put(Cascade.BEFORE, answer);
      }
      return steps;
    }
  }
}
