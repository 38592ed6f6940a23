package dev.espalier.torch;

import dev.espalier.boxes.BoxHead;
import dev.espalier.files.DataException;
import dev.espalier.task.Detection;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A detector's candidates towards those of the original, one by one: what {@link
 * dev.espalier.boxes.HeadDistance} measures, the mean over the records of a batch taken together.
 *
 * @param task whose outputs are matched; null for the member of the catalogue
 */
record DetectionMatching(@Nullable Task task) implements Imitation {
  private static final double TINY = 1e-6;

  @Override
  public String name() {
    return "detection-matching";
  }

  @Override
  public String summary() {
    return "boxes and scores of the original's candidates, boxes weighed by its surest score";
  }

  @Override
  public String source() {
    return "Chen et al., Learning Efficient Object Detection Models with Knowledge Distillation,"
        + " NIPS 2017";
  }

  @Override
  public TaskLoss of(Task judged) {
    return new DetectionMatching(judged);
  }

  /** A box of the right size elsewhere. */
  @Override
  public double chance(Task judged) {
    return 1;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    throw new DataException(
        "labels do not say which of a detector's candidates is to find which box; it learns from"
            + " the original");
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    BoxHead head = head(outputs);
    Tensor said = scores(outputs.get(head.scoreOutput()), head, outputs);
    Tensor taught = scores(teacher.get(head.scoreOutput()), head, teacher);
    Tensor weights = torch.amax(taught, new long[] {2}, false).clamp_min(new Scalar(0.0));
    Tensor boxes = apart(outputs, teacher, head).mul(weights).sum();
    Tensor all = boxes.add(divergence(said, taught).sum());
    return all.div(weights.sum().clamp_min(new Scalar((double) outputs.get(0).size(0))));
  }

  private BoxHead head(List<Tensor> outputs) {
    if (task == null || !(task.kind() instanceof Detection detection)) {
      throw new DataException(
          "detection-matching is the loss of detectors; leave tune.loss at auto for other tasks");
    }
    return detection.head(task, outputs.stream().map(o -> (int) o.size(1)).toList());
  }

  /** {@code [records, candidates, classes]}, each 0 to 1. */
  private static Tensor scores(Tensor output, BoxHead head, List<Tensor> outputs) {
    Tensor raw = picked(output, head.scores(), head.width());
    Tensor chances =
        switch (head.form()) {
          case PROBABILITIES -> raw;
          case LOGITS -> raw.sigmoid();
          case SOFTMAX -> raw.softmax(2).narrow(2, 0, head.width() - 1);
          case NAMED -> raw.narrow(2, 0, 1);
        };
    return head.objectness().length == 0
        ? chances
        : chances.mul(picked(outputs.get(head.scoreOutput()), head.objectness(), 1));
  }

  private static Tensor picked(Tensor output, int[] places, int width) {
    long[] at = new long[places.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = places[i];
    }
    return output
        .index_select(1, torch.tensor(at))
        .reshape(output.size(0), places.length / width, width);
  }

  /** {@code [records, candidates]}: distances of the four numbers in the teacher's sizes. */
  private static Tensor apart(List<Tensor> outputs, List<Tensor> teacher, BoxHead head) {
    Tensor said = picked(outputs.get(head.boxOutput()), head.boxes(), BoxHead.SIDES);
    Tensor taught = picked(teacher.get(head.boxOutput()), head.boxes(), BoxHead.SIDES);
    Tensor sizes = taught.narrow(2, 2, 2);
    if (head.corners()) {
      sizes = sizes.sub(taught.narrow(2, 0, 2));
    }
    Tensor both = sizes.abs().clamp_min(new Scalar(TINY)).repeat(1, 1, 2);
    return said.sub(taught).abs().div(both).sum(2);
  }

  /** Of Bernoulli variables, elementwise. */
  private static Tensor divergence(Tensor said, Tensor taught) {
    Tensor p = within(said);
    Tensor q = within(taught);
    Tensor yes = q.mul(torch.log(q).sub(torch.log(p)));
    Tensor no = other(q).mul(torch.log(other(q)).sub(torch.log(other(p))));
    return yes.add(no);
  }

  private static Tensor within(Tensor share) {
    return share.clamp_min(new Scalar(TINY)).clamp_max(new Scalar(1 - TINY));
  }

  private static Tensor other(Tensor share) {
    return share.neg().add(new Scalar(1.0));
  }
}
