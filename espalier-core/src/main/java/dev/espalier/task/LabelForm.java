package dev.espalier.task;

/** What the labels of one kind of task are. */
public enum LabelForm {
  /** There are none, or none of its own. */
  NONE,
  /** int64 class numbers; outputs are scores of these classes. */
  CLASSES,
  /** float32 zeros and ones, one column a label. */
  YES_NO,
  /** float32, {@link dev.espalier.boxes.Truth#WIDTH} numbers a box. */
  BOXES,
  /** float32 class numbers, one a token; negative where a token does not count. */
  TOKENS,
  /** float32 class numbers, one a pixel; negative where a pixel does not count. */
  PIXELS,
  /** Numbers as they are stored. */
  NUMBERS
}
