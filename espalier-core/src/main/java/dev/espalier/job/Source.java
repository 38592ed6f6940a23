package dev.espalier.job;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.SplitMark;
import dev.espalier.data.SplitRoles;
import dev.espalier.data.Splits;
import dev.espalier.feed.Preprocessing;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.Reshared;
import dev.espalier.op.Checks;
import dev.espalier.ort.Opening;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a run, read and checked.
 *
 * @param model the original
 * @param splits the data; null without
 * @param examples by role; null without data
 */
public record Source(Model model, @Nullable Splits splits, @Nullable Examples examples) {
  /**
   * Reads model and data of a request.
   *
   * @param request of the run
   * @return the original with its examples
   */
  public static Source read(PruneRequest request) {
    Model model = Opening.network(request.model(), request.recipe().inputs());
    Checks.finite(
        dev.espalier.model.ConstantNodes.toInitializers(model), request.model().toString());
    Path data = request.data();
    if (data == null) {
      return new Source(model, null, null);
    }
    Splits splits = DataSource.open(data, model);
    SplitMark.check(model, splits, request.model().toString());
    return new Source(model, splits, examples(splits, request.recipe()));
  }

  /**
   * {@return a result as it is written: constants once, with the mark of the data's splits}
   *
   * @param result a model that the run made
   */
  public Model finished(Model result) {
    Model whole = Reshared.of(result);
    return splits == null ? whole : SplitMark.put(whole, splits);
  }

  /** {@return what the outputs are to say; without data it is unknown} */
  public Task task() {
    return examples == null ? Task.UNLABELLED : examples.task();
  }

  /** {@return hash of the examples, by split; empty without data} */
  public String records() {
    return splits == null ? "" : splits.hash();
  }

  /** {@return what was left out of the data, for a person} */
  public List<String> notes() {
    return splits == null ? List.of() : splits.notes();
  }

  /** {@return how stored records become what the model is fed; nothing without data} */
  public Preprocessing preprocessing() {
    return splits == null ? Preprocessing.NONE : splits.preprocessing();
  }

  private static Examples examples(Splits splits, Recipe recipe) {
    boolean gated = recipe.goal().maxDrop() != null;
    SplitRoles roles = SplitRoles.forGate(splits, gated, recipe.seed());
    if (gated && recipe.goal().confidence() != null) {
      roles.requireEnough(java.util.Objects.requireNonNull(recipe.goal().maxDrop()));
    }
    Dataset test = roles.finalTest() != null ? roles.finalTest() : splits.validation();
    if (test == null) {
      throw new DataException(
          splits.source()
              + " has no test split to take the final figures from; name one under `splits:`");
    }
    Task judged = splits.task().judgedBy(recipe.goal().metric());
    return new Examples(
        judged, roles.train(), roles.gate(), test, record(splits, roles, judged, test));
  }

  private static DataRoles record(Splits splits, SplitRoles roles, Task task, Dataset test) {
    List<DataRoles.Role> rows = new ArrayList<>();
    Dataset train = roles.train();
    if (train != null) {
      rows.add(
          new DataRoles.Role("tuning and evidence", "train", train.size(), splits.trainSeen()));
    }
    Dataset gate = roles.gate();
    if (gate != null) {
      String split =
          splits.validation() != null ? "validation" : "validation (half of test, by seed)";
      rows.add(new DataRoles.Role("gate", split, gate.size(), false));
    }
    rows.add(
        new DataRoles.Role(
            "final figures",
            gate != null && splits.validation() == null ? "test (other half)" : "test",
            test.size(),
            false));
    return new DataRoles(
        splits.source(), described(task), splits.hash(), splits.classNames(), rows);
  }

  /**
   * How results are judged, for a person.
   *
   * @param task what the outputs mean
   * @return metric and kind in words
   */
  public static String described(Task task) {
    return task.answers().stream().map(Source::described).collect(Collectors.joining("; "));
  }

  private static String described(Answer answer) {
    Task task = answer.task();
    String words = task.kind().name() + " judged by " + task.metric();
    return answer.name().isEmpty()
        ? words
        : words.concat(
            String.format(
                java.util.Locale.ROOT,
                " (output %s, weight %.2f)",
                answer.name(),
                answer.weight()));
  }
}
