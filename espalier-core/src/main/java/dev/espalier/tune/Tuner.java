package dev.espalier.tune;

import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains the weights of a graph as it is. */
public interface Tuner {
  /**
   * Trains and returns the model with new weights; structure, names and types stay. Deterministic
   * for equal requests.
   */
  Result tune(Request request);

  /**
   * Finds what the request's settings leave open by short tests on its model, whose weights are put
   * back after each; what they state stays. The usual, untested, unless a tuner can do better.
   * Deterministic for equal requests.
   */
  default Pace pace(Request request) {
    return Pace.usual(request.settings());
  }

  /**
   * How many threads a training uses, and why, for a person; empty where it does not say.
   *
   * @param stated by the recipe; 0 for none
   */
  default String threads(int stated) {
    return "";
  }

  /**
   * @param model what to train
   * @param train examples to learn from (augmented)
   * @param validation examples that are not learnt from, to keep the best weights by, those at the
   *     start among them; null keeps the last
   * @param task what the labels mean
   * @param teacher gives outputs to imitate; null for labels alone
   * @param masks weights that stay zero: initializer name to a float32 tensor of zeros and ones of
   *     the same shape
   * @param settings how
   * @param epochs passes over {@code train}, instead of the settings'; may be a fraction; at least
   *     one step is made unless 0
   * @param fromScratch whether to draw all weights anew first
   * @param seed of shuffling, augmentation, dropout and initialisation
   * @param progress told after each batch
   * @param focus what of the model is trained, and what teaches it
   * @param folds of {@code validation}, for weights that are kept without having seen one
   * @param watch where there is no validation, examples that are not learnt from either: the last
   *     weights are kept that are not surely worse on them than those at the start; null watches
   *     nothing
   * @param checkpoint a file for the state after an epoch, from which an equal request that was cut
   *     off goes on to the same weights; null keeps nothing
   */
  record Request(
      Model model,
      Dataset train,
      @Nullable Dataset validation,
      Task task,
      @Nullable Teacher teacher,
      Map<String, Tensor> masks,
      TuneSettings settings,
      double epochs,
      boolean fromScratch,
      long seed,
      Progress progress,
      Focus focus,
      Folds folds,
      @Nullable Dataset watch,
      @Nullable Path checkpoint) {
    /** A request to train the whole model by its first output. */
    public Request(
        Model model,
        Dataset train,
        @Nullable Dataset validation,
        Task task,
        @Nullable Teacher teacher,
        Map<String, Tensor> masks,
        TuneSettings settings,
        double epochs,
        boolean fromScratch,
        long seed,
        Progress progress) {
      this(
          model,
          train,
          validation,
          task,
          teacher,
          masks,
          settings,
          epochs,
          fromScratch,
          seed,
          progress,
          Focus.WHOLE,
          Folds.NONE,
          null,
          null);
    }

    /** The same for the epochs that {@code settings} name. */
    public Request(
        Model model,
        Dataset train,
        @Nullable Dataset validation,
        Task task,
        @Nullable Teacher teacher,
        Map<String, Tensor> masks,
        TuneSettings settings,
        boolean fromScratch,
        long seed,
        Progress progress) {
      this(
          model,
          train,
          validation,
          task,
          teacher,
          masks,
          settings,
          settings.amount().epochs(),
          fromScratch,
          seed,
          progress);
    }

    /** The same with these settings. */
    public Request withSettings(TuneSettings changed) {
      return with(changed, epochs, focus, folds, watch, checkpoint);
    }

    /** The same for so many passes. */
    public Request withEpochs(double changed) {
      return with(settings, changed, focus, folds, watch, checkpoint);
    }

    /** The same with other examples to learn from. */
    public Request withTrain(Dataset changed) {
      return new Request(
          model,
          changed,
          validation,
          task,
          teacher,
          masks,
          settings,
          epochs,
          fromScratch,
          seed,
          progress,
          focus,
          folds,
          watch,
          checkpoint);
    }

    /** The same with a focus. */
    public Request withFocus(Focus changed) {
      return with(settings, epochs, changed, folds, watch, checkpoint);
    }

    /** The same with parts that are left out in turn. */
    public Request withFolds(Folds changed) {
      return with(settings, epochs, focus, changed, watch, checkpoint);
    }

    /** The same watched on other examples; null for none. */
    public Request withWatch(@Nullable Dataset changed) {
      return with(settings, epochs, focus, folds, changed, checkpoint);
    }

    /** The same that can be resumed from this file; null for none. */
    public Request withCheckpoint(@Nullable Path changed) {
      return with(settings, epochs, focus, folds, watch, changed);
    }

    private Request with(
        TuneSettings otherSettings,
        double otherEpochs,
        Focus otherFocus,
        Folds otherFolds,
        @Nullable Dataset otherWatch,
        @Nullable Path otherCheckpoint) {
      return new Request(
          model,
          train,
          validation,
          task,
          teacher,
          masks,
          otherSettings,
          otherEpochs,
          fromScratch,
          seed,
          progress,
          otherFocus,
          otherFolds,
          otherWatch,
          otherCheckpoint);
    }
  }

  /**
   * What of a model is trained, and what teaches it.
   *
   * @param frozen names of initializers that stay as they are, to the bit; a BatchNormalization
   *     whose statistics are frozen normalises by them, and what no trained weight leads to runs as
   *     after training, without dropout and gradients
   * @param teacher output of the model itself that the answers imitate, computed in the same pass,
   *     in place of the request's teacher; empty for none
   * @param budget what a batch may cost in the mean; null for no limit
   */
  record Focus(Set<String> frozen, String teacher, @Nullable Budget budget) {
    public static final Focus WHOLE = new Focus(Set.of(), "");

    public Focus {
      frozen = Set.copyOf(frozen);
    }

    /** Without a limit on costs. */
    public Focus(Set<String> frozen, String teacher) {
      this(frozen, teacher, null);
    }
  }

  /**
   * An output of the model that states each record's cost, [N, 1], and what it should be in the
   * mean: the squared distance from it, times the weight, adds to the loss.
   */
  record Budget(String output, double target, double weight) {}

  /**
   * @param model with trained weights
   * @param epochs one row an epoch, in order
   * @param folds for each fold of the request the model with the weights that would be kept had
   *     validation lacked it; empty where nothing is divided, or nothing chosen
   * @param notes what was not as usual, a sentence each: attempts that went wrong and how they were
   *     answered, weights that are those of the start
   */
  record Result(Model model, List<Epoch> epochs, List<Model> folds, List<String> notes) {
    public Result {
      epochs = List.copyOf(epochs);
      folds = List.copyOf(folds);
      notes = List.copyOf(notes);
    }

    /** Of a training without parts that were left out. */
    public Result(Model model, List<Epoch> epochs) {
      this(model, epochs, List.of(), List.of());
    }
  }

  /**
   * @param epoch counted from 1
   * @param trainLoss mean over the epoch's batches
   * @param validationMetric the task's metric on validation, or on what watches; NaN without either
   * @param learningRate at the epoch's end
   * @param seconds wall time
   * @param imagesPerSecond training records a second
   */
  record Epoch(
      int epoch,
      double trainLoss,
      double validationMetric,
      double learningRate,
      double seconds,
      double imagesPerSecond) {}
}
