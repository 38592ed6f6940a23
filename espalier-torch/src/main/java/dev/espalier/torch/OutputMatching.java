package dev.espalier.torch;

import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What the teacher says, and no labels. */
record OutputMatching() implements Imitation {
  private static final SquaredError SQUARED = new SquaredError();

  @Override
  public String name() {
    return "output-matching";
  }

  @Override
  public String summary() {
    return "mean squared distance to the original's outputs";
  }

  @Override
  public String source() {
    return "Ba and Caruana, Do Deep Nets Really Need to be Deep?, NIPS 2014";
  }

  @Override
  public boolean measured() {
    return true;
  }

  /** Nothing is answered so by chance. */
  @Override
  public double chance(Task task) {
    return 0;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    return SQUARED.labels(outputs, labels);
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    return SQUARED.teacher(outputs, teacher, temperature);
  }
}
