package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Of numbers. */
record SquaredError() implements TaskLoss {
  @Override
  public String name() {
    return "mse";
  }

  @Override
  public String summary() {
    return "mean squared error";
  }

  @Override
  public String source() {
    return "common practice";
  }

  @Override
  public boolean before(ScoreLink.Kind link) {
    return false;
  }

  @Override
  public boolean measured() {
    return true;
  }

  /** As a share of the targets' variance. */
  @Override
  public double chance(Task task) {
    return 1;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    return torch.mse_loss(outputs.get(0), target(outputs.get(0), labels));
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return torch.mse_loss(outputs.get(0), teacher.get(0));
  }

  /** Labels laid out as the outputs are; {@link DataException} where they are not as many. */
  static Tensor target(Tensor outputs, Tensor labels) {
    if (labels.numel() != outputs.numel()) {
      throw new DataException(
          "the model gives "
              + outputs.numel() / Math.max(1, outputs.size(0))
              + " values per record, the data has "
              + labels.numel() / Math.max(1, outputs.size(0))
              + " labels per record");
    }
    return labels.to(ScalarType.Float).reshape_as(outputs);
  }
}
