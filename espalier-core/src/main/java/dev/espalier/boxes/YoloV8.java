package dev.espalier.boxes;

import dev.espalier.model.ValueInfo;
import java.util.List;

/** YOLOv8, YOLO11 and what is exported like them, before non-maximum suppression. */
record YoloV8() implements BoxDecoder {
  @Override
  public String name() {
    return "yolov8";
  }

  @Override
  public String summary() {
    return "[N, 4 + c, A]: middle, width and height in pixels, then a score for each class";
  }

  @Override
  public String source() {
    return "Jocher, Chaurasia and Qiu, Ultralytics YOLO, 2023";
  }

  @Override
  public int classes(List<ValueInfo> outputs) {
    return Math.max(0, BoxHead.size(outputs.get(0), 1) - BoxHead.SIDES);
  }

  @Override
  public BoxHead head(List<Integer> columns, int classes) {
    int all = BoxHead.candidates(columns.get(0), BoxHead.SIDES + classes, this, classes);
    return new BoxHead(
        0,
        BoxHead.places(all, BoxHead.SIDES, (i, side) -> side * all + i),
        0,
        BoxHead.places(all, classes, (i, c) -> (BoxHead.SIDES + c) * all + i),
        new int[0],
        false,
        BoxHead.Form.PROBABILITIES,
        false);
  }
}
