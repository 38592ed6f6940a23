package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the classes at each token, the mean over the tokens of a batch whose label is
 * not negative; towards a teacher the Kullback–Leibler divergence between softened probabilities at
 * the same tokens, times the squared temperature.
 *
 * @param classes scored at each token; 0 for as many as there are scores for each label
 * @param judged whether labels tell classes, and not only which tokens count
 */
record TokenCrossEntropy(int classes, boolean judged) implements TaskLoss {
  private static final long IGNORED = -1;

  @Override
  public String name() {
    return "token-cross-entropy";
  }

  @Override
  public String summary() {
    return "minus the logarithm of the right class's probability, the mean over tokens that count";
  }

  @Override
  public String source() {
    return "Hinton et al., Distilling the Knowledge in a Neural Network, 2015";
  }

  @Override
  public TaskLoss of(Task task) {
    return new TokenCrossEntropy(task.classes(), !task.unlabelled());
  }

  @Override
  public boolean before(ScoreLink.Kind link) {
    return link == ScoreLink.Kind.SOFTMAX;
  }

  @Override
  public double chance(Task task) {
    return Math.log(Math.max(2, task.classes()));
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    Tensor logits = byToken(outputs.get(0), labels);
    Tensor right = labels.reshape(-1).to(ScalarType.Long).clamp_min(new Scalar(IGNORED));
    if (right.size(0) != logits.size(0)) {
      throw new DataException(
          right.size(0)
              + " labels for the scores of "
              + logits.size(0)
              + " tokens; labels must be as many as tokens");
    }
    Tensor sum =
        torch.cross_entropy_loss(
            logits, right, new TensorOptional(), torch.Reduction.Sum.value, IGNORED, 0);
    return sum.div(count(right));
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return teacher(outputs, teacher, temperature, null);
  }

  @Override
  public Tensor teacher(
      List<Tensor> outputs, List<Tensor> teacher, double temperature, @Nullable Tensor labels) {
    Scalar t = new Scalar(temperature);
    Tensor student = byToken(outputs.get(0), labels).div(t).log_softmax(1);
    Tensor wanted = byToken(teacher.get(0), labels).div(t).softmax(1);
    Tensor each = torch.kl_div(student, wanted, torch.Reduction.None.value, false).sum(1);
    Scalar scale = new Scalar(temperature * temperature);
    if (labels == null) {
      return each.mean().mul(scale);
    }
    Tensor places = labels.reshape(-1);
    Tensor kept = places.ge(new Scalar(0)).to(each.scalar_type());
    return each.mul(kept).sum().div(count(places)).mul(scale);
  }

  private Tensor byToken(Tensor scores, @Nullable Tensor labels) {
    if (classes > 0 || labels == null) {
      return scores.reshape(-1, Math.max(1, classes));
    }
    return scores.reshape(labels.numel(), -1);
  }

  /** How many are not negative; 1 where none is. */
  private static Tensor count(Tensor labels) {
    return labels.ge(new Scalar(0)).sum().clamp_min(new Scalar(1));
  }
}
