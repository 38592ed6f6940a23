package dev.espalier.torch;

import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Of classes; towards a teacher the Kullback–Leibler divergence between softened probabilities
 * times the squared temperature. A single column is binary.
 */
record CrossEntropy() implements TaskLoss {
  private static final BinaryCrossEntropy BINARY = new BinaryCrossEntropy();

  @Override
  public String name() {
    return "cross-entropy";
  }

  @Override
  public String summary() {
    return "minus the logarithm of the right class's probability";
  }

  @Override
  public String source() {
    return "Hinton et al., Distilling the Knowledge in a Neural Network, 2015";
  }

  @Override
  public boolean before(ScoreLink.Kind link) {
    return true;
  }

  @Override
  public double chance(Task task) {
    return Math.log(Math.max(2, task.classes()));
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    Tensor logits = outputs.get(0);
    return logits.size(1) == 1
        ? BINARY.labels(outputs, labels)
        : torch.cross_entropy_loss(logits, labels.reshape(-1).to(ScalarType.Long));
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    Tensor logits = outputs.get(0);
    if (logits.size(1) == 1) {
      return BINARY.teacher(outputs, teacher, temperature);
    }
    Scalar t = new Scalar(temperature);
    Tensor student = logits.div(t).log_softmax(1);
    Tensor wanted = teacher.get(0).div(t).softmax(1);
    Tensor sum = torch.kl_div(student, wanted, torch.Reduction.Sum.value, false);
    return sum.mul(new Scalar(temperature * temperature / logits.size(0)));
  }
}
