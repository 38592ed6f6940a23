package dev.espalier.torch;

import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Of labels that are yes or no, one a column; towards a teacher, of its probabilities. */
record BinaryCrossEntropy() implements TaskLoss {
  @Override
  public String name() {
    return "binary-cross-entropy";
  }

  @Override
  public String summary() {
    return "cross-entropy of each column, yes or no";
  }

  @Override
  public String source() {
    return "common practice";
  }

  /** A pair has one logit for two columns. */
  @Override
  public boolean before(ScoreLink.Kind link) {
    return link != ScoreLink.Kind.PAIR;
  }

  @Override
  public double chance(Task task) {
    return Math.log(2);
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    Tensor logits = outputs.get(0);
    return torch.binary_cross_entropy_with_logits(logits, SquaredError.target(logits, labels));
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return torch.binary_cross_entropy_with_logits(outputs.get(0), torch.sigmoid(teacher.get(0)));
  }
}
