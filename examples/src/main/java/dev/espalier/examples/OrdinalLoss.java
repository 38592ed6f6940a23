package dev.espalier.examples;

import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import dev.espalier.torch.TaskLoss;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of {@link Ordinal}: the mean binary cross-entropy of the questions "above level k?",
 * with gradients.
 *
 * <p>To copy: {@link #labels} and {@link #teacher} give one number, the mean over the records; it
 * must be the mean of the kind's own {@code losses}, since both are compared. Named in {@code
 * META-INF/services/dev.espalier.torch.TaskLoss}.
 */
public record OrdinalLoss() implements TaskLoss {
  /** By which {@link Ordinal} asks for it. */
  static final String NAME = "ordinal";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "cross-entropy of the questions whether a level is above 0, above 1 …";
  }

  @Override
  public String source() {
    return "Niu et al., Ordinal Regression with Multiple Output CNN for Age Estimation, CVPR 2016";
  }

  /** Outputs are logits as they are. */
  @Override
  public boolean before(ScoreLink.Kind link) {
    return false;
  }

  /** Of answers that are as likely as not. */
  @Override
  public double chance(Task task) {
    return Math.log(2);
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    Tensor logits = outputs.get(0);
    Tensor levels = labels.reshape(-1, 1);
    Tensor questions = torch.arange(new org.bytedeco.pytorch.Scalar(logits.size(1)));
    Tensor above = levels.gt(questions).to(logits.scalar_type());
    return torch.binary_cross_entropy_with_logits(logits, above);
  }

  /** Towards the teacher's own probabilities; there is nothing to soften in yes and no. */
  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return torch.binary_cross_entropy_with_logits(outputs.get(0), torch.sigmoid(teacher.get(0)));
  }
}
