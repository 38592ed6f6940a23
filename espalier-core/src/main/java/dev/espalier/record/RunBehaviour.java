package dev.espalier.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the result behaves on records beside the original: what it answers otherwise, and what it
 * withstands.
 *
 * @param answers which of them changed, and how sure both models are; null unless the task is a
 *     classification
 * @param moved embeddings that changed most; null unless the task is one of embeddings
 * @param boxes of a few examples; empty unless the task is a detection
 * @param masks of a few examples; empty unless the task is a segmentation
 * @param robustness how both hold out on harder inputs; null without data
 */
public record RunBehaviour(
    @Nullable AnswersRecord answers,
    @Nullable MovedRecord moved,
    List<BoxesRecord> boxes,
    List<MasksRecord> masks,
    @Nullable RobustnessRecord robustness) {
  /** Nothing is known. */
  static final RunBehaviour UNKNOWN = new RunBehaviour(null, null, List.of(), List.of(), null);

  public RunBehaviour {
    boxes = Copies.list(boxes);
    masks = Copies.list(masks);
  }
}
