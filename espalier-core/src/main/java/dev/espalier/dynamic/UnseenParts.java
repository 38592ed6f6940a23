package dev.espalier.dynamic;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.job.Examples;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DataRoles;
import dev.espalier.routing.RoutedParts;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Examples of a dynamic run by the role they play. All but those to train on are unseen by the
 * original, and none is in two parts: a network is surer of what it was trained on, so difficulty
 * learnt there would see none.
 *
 * @param task what labels mean, with the metric that counts
 * @param train to tune members on; null where the data has none
 * @param choice chains and signals are chosen on these
 * @param calibration thresholds are calibrated on these
 * @param last for the final figures
 * @param roles for the record
 */
public record UnseenParts(
    Task task,
    @Nullable Dataset train,
    Dataset choice,
    Dataset calibration,
    Dataset last,
    DataRoles roles) {
  /** Shares of test that serve where the data has no validation split. */
  private static final double SHARE = 0.2;

  /** What members are studied, tuned and judged by: the final examples have no part in it. */
  Examples examples() {
    return new Examples(task, train, choice, choice, roles);
  }

  /** The data as a study may see it. */
  Splits studied(Splits whole) {
    return new Splits(
        whole.task(),
        train,
        choice,
        last,
        whole.trainSeen(),
        whole.hash(),
        whole.assignment(),
        whole.classNames(),
        whole.narrowed(),
        whole.source(),
        whole.notes(),
        whole.preprocessing());
  }

  /**
   * Choice and calibration are the halves of validation, and test is whole; without a validation
   * split, seeded and class-wise 20 %, 20 % and 60 % of test.
   *
   * @throws DataException for a kind of task that cannot be routed, where there is no test split,
   *     or too few examples for three parts
   */
  public static UnseenParts of(Splits splits, Model original, Recipe recipe) {
    for (Answer answer : splits.task().answers()) {
      TaskKind kind = answer.task().kind();
      if (!kind.routed()) {
        throw new DataException(
            splits.source()
                + ": answers of the kind "
                + kind.name()
                + " have no single confidence by which a record could stop early; prune the model instead"
                + " (espalier prune)");
      }
    }
    Dataset test = splits.test();
    if (test == null) {
      throw new DataException(
          splits.source()
              + " has no test split: chains, thresholds and figures need three parts of unseen"
              + " examples; name one under `splits:`");
    }
    Dataset validation = splits.validation();
    return validation == null
        ? shared(splits, test, original, recipe)
        : halved(splits, validation, test, original, recipe);
  }

  private static UnseenParts halved(
      Splits splits, Dataset validation, Dataset test, Model original, Recipe recipe) {
    RoutedParts parts =
        parts(splits, validation, original, new double[] {0.5, 0.25}, recipe.seed());
    int[] rest = joined(parts.calibration(), parts.last());
    return of(
        splits,
        recipe,
        List.of(
            rows(splits, parts.choice()).of(validation), rows(splits, rest).of(validation), test),
        List.of("validation (one half)", "validation (other half)", "test"));
  }

  private static UnseenParts shared(Splits splits, Dataset test, Model original, Recipe recipe) {
    RoutedParts parts = parts(splits, test, original, new double[] {SHARE, SHARE}, recipe.seed());
    return of(
        splits,
        recipe,
        List.of(
            rows(splits, parts.choice()).of(test),
            rows(splits, parts.calibration()).of(test),
            rows(splits, parts.last()).of(test)),
        List.of("test (20 %, by seed)", "test (other 20 %)", "test (remaining 60 %)"));
  }

  private static UnseenParts of(
      Splits splits, Recipe recipe, List<Dataset> parts, List<String> names) {
    Task task = splits.task().judgedBy(recipe.goal().metric());
    List<DataRoles.Role> roles = new ArrayList<>();
    Dataset train = splits.train();
    if (train != null) {
      roles.add(new DataRoles.Role("tuning members", "train", train.size(), splits.trainSeen()));
    }
    List<String> uses =
        List.of("choice of chain and signal", "calibration of thresholds", "final figures");
    for (int i = 0; i < uses.size(); i++) {
      roles.add(new DataRoles.Role(uses.get(i), names.get(i), parts.get(i).size(), false));
    }
    return new UnseenParts(
        task,
        train,
        parts.get(0),
        parts.get(1),
        parts.get(2),
        new DataRoles(
            splits.source(), Source.described(task), splits.hash(), splits.classNames(), roles));
  }

  private static RoutedParts parts(
      Splits splits, Dataset data, Model original, double[] shares, long seed) {
    int group = Math.max(1, splits.task().groupSize());
    int[] classes = new int[data.size() / group];
    if (group == 1 && splits.task().classed()) {
      classes = labels(Gate.predict(original, splits.task(), data));
    }
    try {
      return RoutedParts.of(classes, shares[0], shares[1], seed);
    } catch (IllegalArgumentException e) {
      throw new DataException(splits.source() + ": " + e.getMessage(), e);
    }
  }

  private static int[] labels(Predictions predictions) {
    Tensor labels = predictions.labels();
    return labels == null
        ? new int[predictions.records()]
        : Arrays.stream(labels.longs()).mapToInt(Math::toIntExact).toArray();
  }

  /** All records of these groups. */
  private static Rows rows(Splits splits, int[] groups) {
    int size = Math.max(1, splits.task().groupSize());
    return new Rows(
        Arrays.stream(groups).flatMap(g -> IntStream.range(g * size, (g + 1) * size)).toArray());
  }

  private static int[] joined(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
  }
}
