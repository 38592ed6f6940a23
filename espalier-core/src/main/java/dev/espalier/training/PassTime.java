package dev.espalier.training;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Splits;
import dev.espalier.job.Examples;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.record.DataRoles;
import dev.espalier.stage.Candidate;
import dev.espalier.task.Task;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a pass over the training examples takes on this machine, by training on few and on some
 * more of them: MACs do not tell, since what many small operators read and write is not in them,
 * and what a training needs before its first update is no part of a pass.
 */
public final class PassTime {
  /** A rate at which nothing changes. */
  private static final double STILL = 1e-12;

  private static final int BATCHES = 2;
  private static final int MORE_BATCHES = 6;

  private PassTime() {}

  /** Seconds for the whole model; NaN where it cannot be trained, or is not to be. */
  public static double of(Tools tools, Recipe recipe, Model model, Splits splits) {
    Dataset train = splits.train();
    if (train == null) {
      return Double.NaN;
    }
    Task task = splits.task().judgedBy(recipe.goal().metric());
    Examples examples =
        new Examples(task, train, null, train, new DataRoles("", "", "", List.of(), List.of()));
    Candidate whole = Candidate.original(model);
    try (OriginalTeacher teacher = new OriginalTeacher(model, task, null)) {
      return seconds(tools, recipe, examples, whole, teacher);
    } catch (ModelFormatException e) {
      return Double.NaN; // the training itself will say so, if it comes to one
    }
  }

  /** The same for a candidate. */
  public static double seconds(
      Tools tools,
      Recipe recipe,
      @Nullable Examples examples,
      Candidate candidate,
      Teacher teacher) {
    Dataset train = examples == null ? null : examples.train();
    if (examples == null
        || train == null
        || tools.tuner() == null
        || recipe.tune().amount().epochs() == 0) {
      return Double.NaN;
    }
    Trying trying = new Trying(tools, recipe, examples, train, candidate, teacher);
    int few = Math.min(BATCHES * recipe.tune().amount().batch(), train.size());
    int more = Math.min(MORE_BATCHES * recipe.tune().amount().batch(), train.size());
    trying.seconds(few, 1); // classes are loaded, and code is compiled
    double shorter = trying.seconds(few, 2);
    double longer = trying.seconds(more, 3);
    return more > few && longer > shorter
        ? (longer - shorter) * train.size() / (more - few)
        : longer * train.size() / more;
  }

  private record Trying(
      Tools tools,
      Recipe recipe,
      Examples examples,
      Dataset train,
      Candidate candidate,
      Teacher teacher) {
    /**
     * Of training on {@code records}; with each {@code turn} on other augmented variants, since
     * what the teacher said of those before it would only remember.
     */
    double seconds(int records, int turn) {
      Dataset part = Rows.shuffled(train.size(), recipe.seed()).limit(records).of(train);
      Examples sample =
          new Examples(examples.task(), part, null, examples.test(), examples.roles());
      Tools quiet = new Tools(tools.tuner(), tools.gradients(), null, Progress.NONE);
      Recipe next = recipe.withSeed(recipe.seed() + turn);
      long start = System.nanoTime();
      Tuner tuner = Objects.requireNonNull(quiet.tuner());
      Tuner.Request request =
          new Training(quiet, next, sample, teacher, null).request(candidate, 1, false);
      double imitation = recipe.tune().lesson().imitation();
      TuneSettings.Steps still =
          new TuneSettings.Steps(OptimizerKind.SGD, STILL, false, 0, imitation, 0);
      tuner.tune(
          request
              .withMaterial(request.material().withTrain(part).withWatch(null))
              .withSettings(recipe.tune().paced(still)));
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
