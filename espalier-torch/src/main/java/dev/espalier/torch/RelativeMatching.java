package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What the teacher says in several outputs of different units, each as a share of its variance. */
record RelativeMatching() implements Imitation {
  /** Of the mean square: outputs that vary by less are taken as constant. */
  private static final double LEAST = 1e-2;

  private static final double TINY = 1e-12;

  @Override
  public String name() {
    return "relative-matching";
  }

  @Override
  public String summary() {
    return "squared distance to the original's outputs over their variance, the mean over outputs";
  }

  @Override
  public String source() {
    return "Ba and Caruana, Do Deep Nets Really Need to be Deep?, NIPS 2014";
  }

  /** Of the mean output. */
  @Override
  public double chance(Task task) {
    return 1;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    throw new DataException("outputs that are only to match the original's have no labels");
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    Tensor sum = share(outputs.get(0), teacher.get(0));
    for (int i = 1; i < outputs.size(); i++) {
      sum = sum.add(share(outputs.get(i), teacher.get(i)));
    }
    return sum.div(new Scalar(outputs.size()));
  }

  private static Tensor share(Tensor output, Tensor said) {
    double square = said.square().mean().item_double();
    double variance = square - said.mean(0).square().mean().item_double();
    return torch
        .mse_loss(output, said)
        .div(new Scalar(Math.max(Math.max(variance, LEAST * square), TINY)));
  }
}
