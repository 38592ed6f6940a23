package dev.espalier.boxes;

import dev.espalier.model.ValueInfo;
import java.util.List;

/** YOLOv5 and YOLOv7, before non-maximum suppression. */
record YoloV5() implements BoxDecoder {
  @Override
  public String name() {
    return "yolov5";
  }

  @Override
  public String summary() {
    return "[N, A, 5 + c]: middle, width and height in pixels, whether there is an object, a score"
        + " for each class";
  }

  @Override
  public String source() {
    return "Jocher, Ultralytics YOLOv5, 2020";
  }

  /** The box, and whether there is an object. */
  private static final int BEFORE = BoxHead.SIDES + 1;

  @Override
  public int classes(List<ValueInfo> outputs) {
    return Math.max(0, BoxHead.size(outputs.get(0), 2) - BEFORE);
  }

  @Override
  public BoxHead head(List<Integer> columns, int classes) {
    int each = BEFORE + classes;
    int all = BoxHead.candidates(columns.get(0), each, this, classes);
    return new BoxHead(
        0,
        BoxHead.places(all, BoxHead.SIDES, (i, side) -> i * each + side),
        0,
        BoxHead.places(all, classes, (i, c) -> i * each + BEFORE + c),
        BoxHead.places(all, 1, (i, none) -> i * each + BoxHead.SIDES),
        false,
        BoxHead.Form.PROBABILITIES,
        false);
  }
}
