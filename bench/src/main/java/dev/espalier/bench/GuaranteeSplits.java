package dev.espalier.bench;

import dev.espalier.adaptive.EffortTable;
import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.files.Json;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.routing.Allowance;
import dev.espalier.routing.Guarantee;
import dev.espalier.routing.Judged;
import dev.espalier.routing.Outcomes;
import dev.espalier.routing.Paired;
import dev.espalier.routing.RoutedParts;
import dev.espalier.routing.StageCosts;
import dev.espalier.routing.ThresholdPath;
import dev.espalier.task.Predictions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How often a guarantee is broken: {@code GuaranteeSplits STORED DATA MODEL...}, models from small
 * to the original, which give logits for the same inputs.
 *
 * <p>All run once over the validation and test examples; scores (margin of probabilities) and
 * errors are kept in the file STORED. Then 200 times these are divided at random: thresholds are
 * chosen on 0.2 of them, calibrated on 0.2, and what is lost on the other 0.6 stands for the truth.
 * Beside it the same for a rule that guarantees nothing: the cheapest row reached while the
 * calibration part's mean loss is within what is allowed.
 */
public final class GuaranteeSplits {
  private static final int SPLITS = 200;
  private static final double SHARE = 0.2;
  private static final double DELTA = 0.05;
  private static final double[] ALLOWED = {0.005, 0.01, 0.02};
  private static final int ROWS = 41;
  private static final int BATCH = 100;
  private static final String HEAD =
      """
      | chain | allowed loss | δ | splits | proven | broken | mean loss | largest loss | mean MACs | broken by comparing means |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private GuaranteeSplits() {}

  /**
   * What is kept of a chain's outputs.
   *
   * @param names of the models
   * @param macs of each
   * @param classes labels, by which parts are stratified
   */
  record Stored(List<String> names, double[] macs, int[] classes, Outcomes outcomes) {}

  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    if (!Files.exists(file)) {
      List<Path> models = Arrays.stream(args).skip(2).map(Path::of).toList();
      Json.write(run(models, Path.of(args[1])), file);
    }
    Stored stored = Json.read(file, Stored.class);
    System.out.print(HEAD);
    for (double allowed : ALLOWED) {
      System.out.println(row(stored, allowed));
    }
  }

  private static Stored run(List<Path> files, Path data) {
    List<Model> models = files.stream().map(OnnxReader::read).toList();
    Splits splits = DataSource.open(data, models.get(0));
    List<Dataset> unseen =
        List.of(
            Objects.requireNonNull(splits.validation(), "no validation split"),
            Objects.requireNonNull(splits.test(), "no test split"));
    double[][] losses = new double[models.size()][];
    float[][] scores = new float[models.size() - 1][];
    double[] macs = new double[models.size()];
    List<Predictions> answers = new ArrayList<>();
    for (int k = 0; k < losses.length; k++) {
      Model model = models.get(k);
      answers =
          unseen.stream().map(d -> Evaluator.predict(model, d, BATCH, 1, Progress.NONE)).toList();
      losses[k] =
          answers.stream()
              .flatMapToDouble(
                  p -> Arrays.stream(splits.task().perRecord(p)).map(right -> 1 - right))
              .toArray();
      if (k < scores.length) {
        scores[k] = margins(answers);
      }
      macs[k] = new Cost(Prepared.of(model, "blocks").coupling(), OpRules.standard()).macs();
    }
    return new Stored(
        files.stream().map(f -> f.getFileName().toString().replace(".onnx", "")).toList(),
        macs,
        classes(answers),
        new Outcomes(scores, losses, losses[losses.length - 1]));
  }

  private static int[] classes(List<Predictions> answers) {
    return answers.stream()
        .flatMapToLong(p -> Arrays.stream(Objects.requireNonNull(p.labels(), "no labels").longs()))
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private static float[] margins(List<Predictions> answers) {
    double[] all =
        answers.stream()
            .flatMapToDouble(
                p ->
                    IntStream.range(0, p.records())
                        .mapToDouble(
                            i ->
                                margin(
                                    Arrays.copyOfRange(
                                        p.outputs(), i * p.columns(), (i + 1) * p.columns()))))
            .toArray();
    float[] margins = new float[all.length];
    for (int i = 0; i < all.length; i++) {
      margins[i] = (float) all[i];
    }
    return margins;
  }

  /** Highest probability less the second, of logits. */
  static double margin(float[] logits) {
    Arrays.sort(logits);
    int last = logits.length - 1;
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[last]);
    }
    return (1 - Math.exp(logits[last - 1] - logits[last])) / sum;
  }

  private static String row(Stored stored, double allowed) {
    List<Trial> trials =
        IntStream.range(0, SPLITS).mapToObj(seed -> trial(stored, allowed, seed)).toList();
    double whole = stored.macs()[stored.macs().length - 1];
    return String.format(
        Locale.ROOT,
        "| %s | %.1f points | %.2f | %d | %d | %d | %.2f points | %.2f points | %.3f | %d |",
        String.join(" + ", stored.names()),
        100 * allowed,
        DELTA,
        SPLITS,
        trials.stream().filter(Trial::proven).count(),
        trials.stream().filter(t -> t.drop > allowed).count(),
        100 * trials.stream().mapToDouble(Trial::drop).average().orElse(0),
        100 * trials.stream().mapToDouble(Trial::drop).max().orElse(0),
        trials.stream().mapToDouble(Trial::cost).average().orElse(0) / whole,
        trials.stream().filter(t -> t.naiveDrop > allowed).count());
  }

  /** What one division showed; drops are those on the examples left over. */
  private record Trial(boolean proven, double drop, double cost, double naiveDrop) {}

  private static Trial trial(Stored stored, double allowed, int seed) {
    RoutedParts parts = RoutedParts.of(stored.classes(), SHARE, SHARE, seed);
    StageCosts costs = new StageCosts(stored.macs(), "MACs");
    EffortTable table = ThresholdPath.of(stored.outcomes().at(parts.choice()), costs, ROWS);
    Outcomes calibration = stored.outcomes().at(parts.calibration());
    Outcomes rest = stored.outcomes().at(parts.last());
    Guarantee guarantee =
        Guarantee.of(
            table, calibration, new Allowance(Judged.of("accuracy"), allowed, DELTA, 1, seed));
    float[] thresholds = table.thresholds()[guarantee.row()];
    return new Trial(
        guarantee.proven(),
        drop(rest, thresholds),
        costs.mean(rest.routes(thresholds)),
        drop(rest, table.thresholds()[byMeans(table, calibration, allowed)]));
  }

  private static int byMeans(EffortTable table, Outcomes calibration, double allowed) {
    int row = table.rows() - 1;
    while (row > 0 && drop(calibration, table.thresholds()[row - 1]) <= allowed) {
      row--;
    }
    return row;
  }

  private static double drop(Outcomes outcomes, float[] thresholds) {
    return Paired.of(outcomes.differences(thresholds)).mean();
  }
}
