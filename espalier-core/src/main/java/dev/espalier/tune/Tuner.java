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
   *
   * @param request what to train, on what and how
   * @return the model with the weights that are kept, and how the training went
   */
  Result tune(Request request);

  /**
   * Finds what the request's settings leave open by short tests on its model, whose weights are put
   * back after each; what they state stays. The usual, untested, unless a tuner can do better.
   * Deterministic for equal requests.
   *
   * @param request what is to be trained, on what and how
   * @return optimizer, rate and clipping, with the reasons
   */
  default Pace pace(Request request) {
    return Pace.usual(request.regime().settings());
  }

  /**
   * How many threads a training uses, and why.
   *
   * @param stated by the recipe; 0 for none
   * @return a sentence for a person; empty where the tuner does not say
   */
  default String threads(int stated) {
    return "";
  }

  /**
   * What to train, on what and how. The short constructor asks for the usual: labels teach, every
   * weight may change, nobody follows, nothing is kept for later.
   *
   * @param model what to train
   * @param task what the labels mean
   * @param material examples to learn from, and those that tell how well it goes
   * @param regime how long, at which settings, from which weights
   * @param teacher gives outputs to imitate; null for labels alone
   * @param masks weights that stay zero: initializer name to a float32 tensor of zeros and ones of
   *     the same shape
   * @param focus what of the model is trained, and what teaches it
   * @param progress told after each batch
   * @param checkpoint a file for the state after an epoch, from which an equal request that was cut
   *     off goes on to the same weights; null keeps nothing
   */
  record Request(
      Model model,
      Task task,
      Material material,
      Regime regime,
      @Nullable Teacher teacher,
      Map<String, Tensor> masks,
      Focus focus,
      Progress progress,
      @Nullable Path checkpoint) {
    /**
     * A request to train the whole model by labels.
     *
     * @param model what to train
     * @param task what the labels mean
     * @param material examples to learn from, and those that tell how well it goes
     * @param regime how long, at which settings, from which weights
     */
    public Request(Model model, Task task, Material material, Regime regime) {
      this(model, task, material, regime, null, Map.of(), Focus.WHOLE, Progress.NONE, null);
    }

    /**
     * {@return the same on other examples}
     *
     * @param changed the other examples
     */
    public Request withMaterial(Material changed) {
      return new Request(model, task, changed, regime, teacher, masks, focus, progress, checkpoint);
    }

    /**
     * {@return the same with other examples to learn from}
     *
     * @param changed the other examples to learn from
     */
    public Request withTrain(Dataset changed) {
      return withMaterial(material.withTrain(changed));
    }

    /**
     * {@return the same done another way}
     *
     * @param changed the other way
     */
    public Request withRegime(Regime changed) {
      return new Request(
          model, task, material, changed, teacher, masks, focus, progress, checkpoint);
    }

    /**
     * {@return the same with these settings}
     *
     * @param changed the settings
     */
    public Request withSettings(TuneSettings changed) {
      return withRegime(regime.withSettings(changed));
    }

    /**
     * {@return the same for so many passes}
     *
     * @param changed passes over the training examples; may be a fraction
     */
    public Request withEpochs(double changed) {
      return withRegime(regime.withEpochs(changed));
    }

    /**
     * {@return the same with a teacher; null for labels alone}
     *
     * @param changed whose outputs are imitated
     */
    public Request withTeacher(@Nullable Teacher changed) {
      return new Request(
          model, task, material, regime, changed, masks, focus, progress, checkpoint);
    }

    /**
     * {@return the same with these weights held at zero}
     *
     * @param changed initializer name to a float32 tensor of zeros and ones of its shape
     */
    public Request withMasks(Map<String, Tensor> changed) {
      return new Request(
          model, task, material, regime, teacher, changed, focus, progress, checkpoint);
    }

    /**
     * {@return the same with a focus}
     *
     * @param changed what of the model is trained, and what teaches it
     */
    public Request withFocus(Focus changed) {
      return new Request(
          model, task, material, regime, teacher, masks, changed, progress, checkpoint);
    }

    /**
     * {@return the same that tells {@code changed} how far it is}
     *
     * @param changed told after each batch
     */
    public Request withProgress(Progress changed) {
      return new Request(model, task, material, regime, teacher, masks, focus, changed, checkpoint);
    }

    /**
     * {@return the same that can be resumed from this file; null for none}
     *
     * @param changed keeps the state after an epoch
     */
    public Request withCheckpoint(@Nullable Path changed) {
      return new Request(model, task, material, regime, teacher, masks, focus, progress, changed);
    }
  }

  /**
   * The examples of a training.
   *
   * @param train examples to learn from (augmented)
   * @param validation examples that are not learnt from, to keep the best weights by, those at the
   *     start among them; null keeps the last
   * @param folds of {@code validation}, for weights that are kept without having seen one
   * @param watch where there is no validation, examples that are not learnt from either: the last
   *     weights are kept that are not surely worse on them than those at the start; null watches
   *     nothing
   */
  record Material(
      Dataset train, @Nullable Dataset validation, Folds folds, @Nullable Dataset watch) {
    /**
     * The last weights are kept, unwatched.
     *
     * @param train examples to learn from (augmented)
     */
    public Material(Dataset train) {
      this(train, null);
    }

    /**
     * The weights are kept that are best on {@code validation}; the last where it is null.
     *
     * @param train examples to learn from (augmented)
     * @param validation examples that are not learnt from
     */
    public Material(Dataset train, @Nullable Dataset validation) {
      this(train, validation, Folds.NONE, null);
    }

    /**
     * {@return examples that are not learnt from, whatever they are for; null where there are none}
     */
    public @Nullable Dataset unseen() {
      return validation != null ? validation : watch;
    }

    /**
     * {@return the same with other examples to learn from}
     *
     * @param changed the other examples
     */
    public Material withTrain(Dataset changed) {
      return new Material(changed, validation, folds, watch);
    }

    /**
     * {@return the same with parts of the validation that are left out in turn}
     *
     * @param changed how the validation is divided
     */
    public Material withFolds(Folds changed) {
      return new Material(train, validation, changed, watch);
    }

    /**
     * {@return the same watched on other examples; null for none}
     *
     * @param changed examples that are not learnt from
     */
    public Material withWatch(@Nullable Dataset changed) {
      return new Material(train, validation, folds, changed);
    }
  }

  /**
   * How a training is done.
   *
   * @param settings optimizer, rates, losses, guards
   * @param epochs passes over the training examples, instead of the settings'; may be a fraction;
   *     at least one step is made unless 0
   * @param fromScratch whether to draw all weights anew first
   * @param seed of shuffling, augmentation, dropout and initialisation
   */
  record Regime(TuneSettings settings, double epochs, boolean fromScratch, long seed) {
    /**
     * From the weights that the model has, for the epochs that {@code settings} name.
     *
     * @param settings optimizer, rates, losses, guards, and the epochs
     * @param seed of shuffling, augmentation, dropout and initialisation
     */
    public Regime(TuneSettings settings, long seed) {
      this(settings, settings.amount().epochs(), false, seed);
    }

    /**
     * {@return the same with these settings, for as many epochs as before}
     *
     * @param changed the settings
     */
    public Regime withSettings(TuneSettings changed) {
      return new Regime(changed, epochs, fromScratch, seed);
    }

    /**
     * {@return the same for so many passes}
     *
     * @param changed passes over the training examples; may be a fraction
     */
    public Regime withEpochs(double changed) {
      return new Regime(settings, changed, fromScratch, seed);
    }

    /**
     * {@return the same from new weights, or from those of the model}
     *
     * @param changed whether all weights are drawn anew first
     */
    public Regime withFromScratch(boolean changed) {
      return new Regime(settings, epochs, changed, seed);
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
   * @param penalty what a cost other than the planned one adds to the loss; null for nothing
   */
  record Focus(Set<String> frozen, String teacher, @Nullable CostPenalty penalty) {
    /** Every weight, taught by the request's teacher or by labels. */
    public static final Focus WHOLE = new Focus(Set.of(), "");

    public Focus {
      frozen = Set.copyOf(frozen);
    }

    /**
     * Whatever the answers cost.
     *
     * @param frozen names of initializers that stay as they are
     * @param teacher output of the model itself that the answers imitate; empty for none
     */
    public Focus(Set<String> frozen, String teacher) {
      this(frozen, teacher, null);
    }
  }

  /**
   * Holds the mean cost of a batch near a planned one: the squared distance between them, times the
   * weight, adds to the loss.
   *
   * @param output of the model that states each record's cost, float32 of shape [N, 1]
   * @param planned what the mean over a batch should be, in the unit of {@code output}
   * @param weight of the penalty beside the loss
   */
  record CostPenalty(String output, double planned, double weight) {}

  /**
   * What a training came to.
   *
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

    /**
     * Of a training without parts that were left out.
     *
     * @param model with trained weights
     * @param epochs one row an epoch, in order
     */
    public Result(Model model, List<Epoch> epochs) {
      this(model, epochs, List.of(), List.of());
    }
  }

  /**
   * One pass over the training examples.
   *
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
