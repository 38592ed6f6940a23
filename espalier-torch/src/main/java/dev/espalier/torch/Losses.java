package dev.espalier.torch;

import dev.espalier.data.Task;
import dev.espalier.files.DataException;
import dev.espalier.recipe.TuneSettings;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one batch: {@code (1 - distill) · label loss + distill · distance to the teacher}.
 *
 * <p>Classes: cross-entropy, and the Kullback–Leibler divergence between softened probabilities
 * times T² (Hinton et al. 2015). Single columns, several labels and rankings: binary cross-entropy,
 * towards the teacher's probabilities. Numbers: mean squared error, as a share of the targets'
 * variance. Where labels or a teacher lack, the other has the whole weight.
 *
 * @param kind what to compare how: cross-entropy, binary-cross-entropy, mse or output-matching
 * @param distill weight of the teacher
 * @param temperature of distillation
 * @param spread variance of the targets that squared errors are measured by
 */
record Losses(String kind, double distill, double temperature, double spread) {
  /** The loss that {@code settings} name, or the task's own. */
  static Losses of(TuneSettings settings, Task task) {
    String kind = settings.loss().equals("auto") ? own(task) : settings.loss();
    return new Losses(kind, settings.imitation(), settings.temperature(), 1);
  }

  /** The task's label loss alone. */
  static Losses labels(Task task) {
    return new Losses(own(task), 0, 1, 1);
  }

  /** The same with squared errors as a share of this variance. */
  Losses per(double variance) {
    return new Losses(kind, distill, temperature, variance);
  }

  private static String own(Task task) {
    return switch (task.kind()) {
      case CLASSIFICATION -> "cross-entropy";
      case MULTI_LABEL, RANKING -> "binary-cross-entropy";
      case REGRESSION -> "mse";
      case UNLABELLED, SEVERAL -> "output-matching"; // each answer has a loss of its own
    };
  }

  /**
   * The mean loss of a batch, a scalar.
   *
   * @param logits what the head computes, records along axis 0
   * @param labels as the task has them; null where unlabelled
   * @param teacher the teacher's logits; null without a teacher
   */
  Tensor of(Tensor logits, @Nullable Tensor labels, @Nullable Tensor teacher) {
    Tensor flat = rows(logits);
    Tensor imitated = teacher == null ? null : rows(teacher);
    boolean matching = kind.equals("output-matching");
    Tensor judged = matching || (distill >= 1 && imitated != null) ? null : labels;
    if (judged != null && imitated != null && distill > 0) {
      Tensor mixed = label(flat, judged).mul(new Scalar(1 - distill));
      return mixed.add(distance(flat, imitated).mul(new Scalar(distill)));
    } else if (judged != null) {
      return label(flat, judged);
    } else if (imitated != null) {
      return distance(flat, imitated);
    }
    throw new DataException(
        "the data has no labels and there is no original to imitate, so there is nothing to train on;"
            + " name labels in the data file");
  }

  private static Tensor rows(Tensor x) {
    return x.dim() == 2 ? x : x.reshape(x.size(0), -1);
  }

  private boolean binary(Tensor flat) {
    return kind.equals("binary-cross-entropy") || kind.equals("cross-entropy") && flat.size(1) == 1;
  }

  private Tensor label(Tensor flat, Tensor labels) {
    if (binary(flat)) {
      return torch.binary_cross_entropy_with_logits(flat, target(flat, labels));
    } else if (kind.equals("cross-entropy")) {
      return torch.cross_entropy_loss(flat, labels.reshape(-1).to(ScalarType.Long));
    }
    return squared(flat, target(flat, labels));
  }

  private static Tensor target(Tensor flat, Tensor labels) {
    if (labels.numel() != flat.numel()) {
      throw new DataException(
          "the model gives "
              + flat.size(1)
              + " values a record, the data has "
              + labels.numel() / Math.max(1, flat.size(0))
              + " labels a record");
    }
    return labels.to(ScalarType.Float).reshape(flat.size(0), flat.size(1));
  }

  private Tensor distance(Tensor flat, Tensor teacher) {
    if (binary(flat)) {
      return torch.binary_cross_entropy_with_logits(flat, torch.sigmoid(teacher));
    } else if (kind.equals("cross-entropy")) {
      Scalar t = new Scalar(temperature);
      Tensor student = flat.div(t).log_softmax(1);
      Tensor wanted = teacher.div(t).softmax(1);
      long batchMean = torch.Reduction.Sum.value;
      Tensor sum = torch.kl_div(student, wanted, batchMean, false);
      return sum.mul(new Scalar(temperature * temperature / flat.size(0)));
    }
    return squared(flat, teacher);
  }

  private Tensor squared(Tensor flat, Tensor wanted) {
    Tensor error = torch.mse_loss(flat, wanted);
    return spread == 1 ? error : error.div(new Scalar(spread));
  }
}
