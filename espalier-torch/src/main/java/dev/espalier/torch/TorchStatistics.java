package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Unshare;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Mode;

/**
 * Fits the running statistics of BatchNormalization anew to data, without training: a cheap repair
 * after a cut.
 *
 * <p>Each mean and variance becomes the plain average over batches of 128 records in one forward
 * pass.
 */
public final class TorchStatistics {
  private static final int BATCH = 128;

  private TorchStatistics() {}

  /** All outputs that hold scores, so that statistics of every branch are seen. */
  private static Task scores(Model model) {
    return Task.several(
        model.graph().outputs().stream()
            .filter(o -> o.type().floating())
            .map(o -> Task.UNLABELLED.of(o.name()))
            .map(Answer::alone)
            .toList());
  }

  /**
   * {@return the model with running statistics of {@code records} records drawn by {@code seed};
   * other weights stay}
   *
   * @param model whose BatchNormalizations have statistics that no longer fit
   * @param data training records
   * @param records how many of them are looked at
   * @param seed by which they are drawn
   */
  public static Model reestimate(Model model, Dataset data, int records, long seed) {
    Model prepared = Unshare.apply(ConstantNodes.toInitializers(model));
    if (prepared.graph().nodes().stream().noneMatch(n -> n.is("BatchNormalization"))) {
      return model;
    }
    Libtorch.start(0, seed);
    Dataset sample = data.sample(records, seed);
    try (Learner learner = new Learner(FreeBatch.of(prepared), scores(prepared))) {
      int passes = 0;
      for (int from = 0; from < sample.size(); from += BATCH) {
        int to = Math.min(sample.size(), from + BATCH);
        Batch batch = sample.batch(Rows.all(sample.size()).slice(from, to).numbers());
        Mode mode = Mode.averaging(++passes);
        Libtorch.withoutGradients(() -> learner.logits(batch, mode));
      }
      return Learner.with(prepared, learner.weights());
    }
  }
}
