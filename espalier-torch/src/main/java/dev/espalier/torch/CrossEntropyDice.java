package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.model.ScoreLink;
import dev.espalier.task.PixelForm;
import dev.espalier.task.Segmentation;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Of the classes of pixels: cross-entropy, the mean over the pixels of a batch whose label is not
 * negative, and what the overlap of probabilities with the masks lacks of 1 (soft Dice with one
 * added above and below), the mean over classes and images. Towards a teacher the Kullback–Leibler
 * divergence between softened probabilities at the same pixels, times the squared temperature.
 *
 * @param classes of a pixel; 0 for the member of the catalogue
 * @param form how their scores lie
 * @param judged whether labels tell classes, and not only which pixels count
 */
record CrossEntropyDice(int classes, PixelForm form, boolean judged) implements TaskLoss {
  private static final long IGNORED = -1;

  @Override
  public String name() {
    return "cross-entropy-dice";
  }

  @Override
  public String summary() {
    return "cross-entropy of each pixel, and what probabilities lack of overlap with the masks";
  }

  @Override
  public String source() {
    return "Isensee et al., nnU-Net, Nature Methods 18, 2021";
  }

  @Override
  public TaskLoss of(Task task) {
    if (!(task.kind() instanceof Segmentation segmentation)) {
      throw new DataException(
          name() + " is the loss of segmentations; leave tune.loss at auto for other tasks");
    }
    return new CrossEntropyDice(task.classes(), segmentation.form(), !task.unlabelled());
  }

  @Override
  public boolean before(ScoreLink.Kind link) {
    return link == ScoreLink.Kind.SIGMOID
        || link == ScoreLink.Kind.SOFTMAX && form != PixelForm.ONE_SCORE;
  }

  /** Of equal probabilities, whose overlap is about one in as many as there are classes. */
  @Override
  public double chance(Task task) {
    int scored = Math.max(2, task.classes());
    return Math.log(scored) + 1 - 1.0 / scored;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    Tensor logits = byClass(outputs.get(0));
    Tensor right = labels.reshape(labels.size(0), -1).to(ScalarType.Long);
    if (right.size(1) != logits.size(2)) {
      throw new DataException(
          right.size(1)
              + " labels for the scores of "
              + logits.size(2)
              + " pixels; masks and the model's map must be of one size");
    }
    right = right.clamp_min(new Scalar(IGNORED));
    Tensor entropy =
        torch.cross_entropy_loss(
            logits, right, new TensorOptional(), torch.Reduction.Sum.value, IGNORED, 0);
    return entropy.div(count(right)).add(dice(logits, right));
  }

  /** One less the soft Dice of {@code [N, classes, pixels]}. */
  private Tensor dice(Tensor logits, Tensor right) {
    Tensor kept = counted(right).unsqueeze(1).to(logits.scalar_type());
    Tensor chances = logits.softmax(1).mul(kept);
    Tensor wanted =
        torch
            .one_hot(right.clamp_min(new Scalar(0)), logits.size(1))
            .permute(0, 2, 1)
            .to(logits.scalar_type())
            .mul(kept);
    if (form == PixelForm.ONE_SCORE) {
      chances = chances.narrow(1, 1, 1);
      wanted = wanted.narrow(1, 1, 1);
    }
    Scalar one = new Scalar(1.0);
    Tensor above = chances.mul(wanted).sum(2).mul(new Scalar(2.0)).add(one);
    Tensor below = chances.sum(2).add(wanted.sum(2)).add(one);
    return above.div(below).mean().neg().add(one);
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return teacher(outputs, teacher, temperature, null);
  }

  @Override
  public Tensor teacher(
      List<Tensor> outputs, List<Tensor> teacher, double temperature, @Nullable Tensor labels) {
    Scalar t = new Scalar(temperature);
    Tensor student = byClass(outputs.get(0)).div(t).log_softmax(1);
    Tensor wanted = byClass(teacher.get(0)).div(t).softmax(1);
    Tensor each = torch.kl_div(student, wanted, torch.Reduction.None.value, false).sum(1);
    Scalar scale = new Scalar(temperature * temperature);
    if (labels == null) {
      return each.mean().mul(scale);
    }
    Tensor pixels = labels.reshape(labels.size(0), -1);
    Tensor kept = counted(pixels).to(each.scalar_type());
    return each.mul(kept).sum().div(count(pixels)).mul(scale);
  }

  /** Logits {@code [N, classes, pixels]}; one score is that of class 1, beside a zero. */
  private Tensor byClass(Tensor rows) {
    long records = rows.size(0);
    return switch (form) {
      case ONE_SCORE -> {
        Tensor score = rows.unsqueeze(1);
        yield torch.cat(Tensors.vector(List.of(torch.zeros_like(score), score)), 1);
      }
      case CLASSES_FIRST -> rows.reshape(records, scored(rows), -1);
      case CLASSES_LAST -> rows.reshape(records, -1, scored(rows)).permute(0, 2, 1);
    };
  }

  private int scored(Tensor rows) {
    if (classes < 1 || rows.size(1) % classes != 0) {
      throw new DataException(
          "the model gives "
              + rows.size(1)
              + " scores a record, which "
              + classes
              + " classes do not divide; name all classes under `labels: {classes: […]}`");
    }
    return classes;
  }

  private static Tensor counted(Tensor labels) {
    return labels.ge(new Scalar(0));
  }

  /** How many are not negative; 1 where none is. */
  private static Tensor count(Tensor labels) {
    return counted(labels).sum().clamp_min(new Scalar(1));
  }
}
