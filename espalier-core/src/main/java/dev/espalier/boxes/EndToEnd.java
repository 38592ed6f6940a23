package dev.espalier.boxes;

import dev.espalier.model.ValueInfo;
import java.util.List;

/** Boxes that the model itself has sorted out, such as those of YOLOv10. */
record EndToEnd() implements BoxDecoder {
  @Override
  public String name() {
    return "end-to-end";
  }

  @Override
  public String summary() {
    return "[N, k, 6]: corners in pixels, score and class of the boxes that are left";
  }

  @Override
  public String source() {
    return "Wang et al., YOLOv10: Real-Time End-to-End Object Detection, NeurIPS 2024";
  }

  /** Corners, score and class. */
  private static final int EACH = BoxHead.SIDES + 2;

  /** The shape does not say. */
  @Override
  public int classes(List<ValueInfo> outputs) {
    return 0;
  }

  @Override
  public BoxHead head(List<Integer> columns, int classes) {
    int all = BoxHead.candidates(columns.get(0), EACH, this, classes);
    return new BoxHead(
        0,
        BoxHead.places(all, BoxHead.SIDES, (i, side) -> i * EACH + side),
        0,
        BoxHead.places(all, 2, (i, which) -> i * EACH + BoxHead.SIDES + which),
        new int[0],
        true,
        BoxHead.Form.NAMED,
        true);
  }
}
