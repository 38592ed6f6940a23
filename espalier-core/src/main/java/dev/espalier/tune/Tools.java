package dev.espalier.tune;

import dev.espalier.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline works with and does not bring itself.
 *
 * @param tuner trains weights; null where no training is at hand
 * @param gradients of the loss; null likewise
 * @param statistics fits normalisations anew; null likewise
 * @param progress told how far the work is
 */
public record Tools(
    @Nullable Tuner tuner,
    @Nullable Gradients gradients,
    @Nullable Statistics statistics,
    Progress progress) {
  /**
   * {@return weights alone: nothing that needs gradients}
   *
   * @param progress told of each step
   */
  public static Tools weightsOnly(Progress progress) {
    return new Tools(null, null, null, progress);
  }
}
