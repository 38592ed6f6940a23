package dev.espalier.boxes;

import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import java.util.List;

/**
 * DETR and its kin: boxes and logits of queries, in either order; boxes first where both have four
 * columns.
 */
record Detr() implements BoxDecoder {
  @Override
  public String name() {
    return "detr";
  }

  @Override
  public String summary() {
    return "[N, q, 4] and [N, q, c] or [N, q, c + 1]: middle, width and height as shares of the"
        + " image, and logits";
  }

  @Override
  public String source() {
    return "Carion et al., End-to-End Object Detection with Transformers, ECCV 2020";
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public boolean relative() {
    return true;
  }

  /** With the one of no object: the shape does not say whether there is one. */
  @Override
  public int classes(List<ValueInfo> outputs) {
    return 0;
  }

  @Override
  public BoxHead head(List<Integer> columns, int classes) {
    int first = columns.get(0);
    int second = columns.get(1);
    boolean boxesFirst = fits(first, second, classes);
    if (!boxesFirst && !fits(second, first, classes)) {
      throw new DataException(
          "the model's outputs have "
              + first
              + " and "
              + second
              + " numbers per record, which `outputs: detr` of "
              + classes
              + " classes cannot have; name all classes in order under `labels: {classes: […]}`");
    }
    int all = (boxesFirst ? first : second) / BoxHead.SIDES;
    int each = (boxesFirst ? second : first) / all;
    return new BoxHead(
        boxesFirst ? 0 : 1,
        BoxHead.places(all, BoxHead.SIDES, (i, side) -> i * BoxHead.SIDES + side),
        boxesFirst ? 1 : 0,
        BoxHead.places(all, each, (i, c) -> i * each + c),
        new int[0],
        false,
        each == classes ? BoxHead.Form.LOGITS : BoxHead.Form.SOFTMAX,
        true);
  }

  /** Whether so many numbers make the boxes of so many scores. */
  private static boolean fits(int boxes, int scores, int classes) {
    int all = boxes / BoxHead.SIDES;
    return all * BoxHead.SIDES == boxes
        && (scores == all * classes || scores == all * (classes + 1));
  }
}
