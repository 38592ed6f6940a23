package dev.espalier.cut;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.search.Objective;
import dev.espalier.search.Outcome;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.tune.Statistics;
import dev.espalier.tune.Tools;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How good a choice of widths is without tuning: the best units by the criterion stay, constants
 * are folded, the model is cut, its running statistics are fitted anew to {@value #RECORDS}
 * training examples, and its loss is taken on a sample of the gate's examples (without a gate, of
 * the training examples; never of the test's).
 *
 * <p>A classifier's loss is taken at the temperature that fits it best: a deep cut leaves answers
 * that are too sure or not sure enough, which is what tuning repairs first and says nothing of what
 * the network still tells apart.
 */
public final class ProxyScore {
  private static final int RECORDS = 512;

  private final Tools tools;
  private final Recipe recipe;
  private final Model original;
  private final Task task;
  private final @Nullable Dataset train;
  private final Dataset sample;

  /** Throws as {@link #examples} does. */
  public ProxyScore(Tools tools, Recipe recipe, @Nullable Examples examples, Model original) {
    this.original = original;
    this.tools = tools;
    this.recipe = recipe;
    this.sample = examples(recipe, examples).sample(recipe.search().examples(), recipe.seed());
    this.task = Objects.requireNonNull(examples).task();
    this.train = examples.train();
  }

  /** Those to decide on; throws {@link RecipeException} where there are none. */
  public static Dataset examples(Recipe recipe, @Nullable Examples examples) {
    Dataset data =
        examples == null ? null : examples.gate() != null ? examples.gate() : examples.train();
    if (data == null) {
      throw new RecipeException(
          "search.policy "
              + recipe.search().policy()
              + " needs examples to decide on: add --data with a train split, or with --max-drop;"
              + " or set search.policy to none");
    }
    return data;
  }

  /** The outcome of some widths for a candidate, with costs by forecast. */
  Outcome of(
      Cutter cutter,
      Cutter.Ready ready,
      Map<String, Integer> widths,
      Map<Objective, Double> costs) {
    Model cut = fitted(cutter.model(ready, widths));
    Predictions predictions = Gate.predict(cut, task, sample);
    double[] losses = losses(cut, predictions, whole(ready.from().model(), predictions));
    double mean = Arrays.stream(losses).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(losses).map(l -> (l - mean) * (l - mean)).sum()
            / Math.max(1, losses.length - 1);
    return new Outcome(mean, Math.sqrt(variance / losses.length), metric(predictions), costs, "");
  }

  /** Mean loss of a model as it is. */
  double loss(Model model) {
    Predictions predictions = Gate.predict(model, task, sample);
    double[] losses = losses(model, predictions, whole(original, predictions));
    return Arrays.stream(losses).average().orElse(Double.NaN);
  }

  private double[] losses(Model model, Predictions predictions, Predictions whole) {
    // first as they are: this names a label that the model has no class for
    double[] plain = task.losses(predictions, whole);
    return task.classed()
        ? task.losses(
            Temperature.fitted(predictions, RowAnswer.of(model, task.kind().classifies())), whole)
        : plain;
  }

  private Model fitted(Model model) {
    Statistics statistics = tools.statistics();
    Dataset examples = train;
    return statistics == null || examples == null
        ? model
        : statistics.reestimate(model, examples, RECORDS, recipe.seed());
  }

  /** What examples are compared with whose labels teach nothing; others need no comparison. */
  private Predictions whole(Model from, Predictions own) {
    return task.taught() ? Gate.predict(from, task, sample) : own;
  }

  /** A sample tears the groups of a ranking apart, and unlabelled examples have no metric. */
  private double metric(Predictions predictions) {
    return task.unlabelled() || task.kind().grouped() ? Double.NaN : task.value(predictions);
  }
}
