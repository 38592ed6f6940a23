package dev.espalier.openings;

import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import dev.espalier.torch.TaskLoss;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The squared distance of two outputs' cosine to a score; a teacher is followed in its cosine. */
public record CosineLoss() implements TaskLoss {
  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public String summary() {
    return "squared error of the cosine of two outputs";
  }

  @Override
  public String source() {
    return "Reimers and Gurevych, Sentence-BERT, EMNLP 2019";
  }

  @Override
  public boolean before(ScoreLink.Kind link) {
    return false;
  }

  @Override
  public double chance(Task task) {
    return 0.5;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    return torch.mse_loss(cosine(outputs), labels.reshape(-1));
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return torch.mse_loss(cosine(outputs), cosine(teacher));
  }

  private static Tensor cosine(List<Tensor> pair) {
    return torch.cosine_similarity(pair.get(0), pair.get(1), 1, 1e-8);
  }
}
