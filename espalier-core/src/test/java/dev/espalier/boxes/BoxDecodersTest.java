package dev.espalier.boxes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each form of outputs, with the same two boxes in it. */
class BoxDecodersTest {
  private static final int CLASSES = 2;

  private static List<Box> found(String name, float[]... outputs) {
    BoxDecoder decoder = BoxDecoders.CATALOGUE.require(name);
    List<BoxHead.Output> said =
        List.of(outputs).stream().map(o -> new BoxHead.Output(o, o.length)).toList();
    BoxHead head = decoder.head(said.stream().map(BoxHead.Output::columns).toList(), CLASSES);
    return Detections.of(head, said, 1).get(0);
  }

  /** A large one of class 1 at 0.9 and a small one of class 0 at 0.5. */
  private static void requireBoth(List<Box> found) {
    assertEquals(2, found.size(), found.toString());
    requireBox(new Box(10, 20, 30, 60, 1, 0.9), found.get(0));
    requireBox(new Box(1, 2, 3, 4, 0, 0.5), found.get(1));
  }

  private static void requireBox(Box expected, Box box) {
    assertEquals(expected.category(), box.category());
    assertEquals(expected.score(), box.score(), 1e-6);
    assertEquals(1, expected.overlap(box), 1e-5);
  }

  @Test
  void channelsFirst() {
    requireBoth(found("yolov8", new float[] {20, 2, 40, 3, 20, 2, 40, 2, 0, 0.5f, 0.9f, 0}));
  }

  @Test
  void withObjectness() {
    requireBoth(found("yolov5", new float[] {20, 40, 20, 40, 0.9f, 0, 1, 2, 3, 2, 2, 1, 0.5f, 0}));
  }

  @Test
  void sortedOutByTheModel() {
    float[] said = {1, 2, 3, 4, 0.5f, 0, 10, 20, 30, 60, 0.9f, 1, 0, 0, 0, 0, 0, 0};
    requireBoth(found("end-to-end", said));
  }

  @Test
  void queriesOfEitherOrderWithAndWithoutNoObject() {
    float[] boxes = {20, 40, 20, 40, 2, 3, 2, 2};
    float[] sigmoid = {-20, logit(0.9), 0, -20};
    requireBoth(found("detr", boxes, sigmoid));
    requireBoth(found("detr", sigmoid, boxes));
    float[] softmax = {-20, (float) Math.log(0.9), (float) Math.log(0.1), 0, -20, 0};
    requireBoth(found("detr", boxes, softmax));
  }

  private static float logit(double p) {
    return (float) Math.log(p / (1 - p));
  }

  @Test
  void theSurestOfOverlappingBoxesOfAClassIsKept() {
    float[] said = {20, 21, 21, 40, 40, 40, 20, 20, 20, 40, 40, 40, 0.9f, 0.8f, 0, 0, 0, 0.7f};
    List<Box> found = found("yolov8", said);
    assertEquals(List.of(0, 1), found.stream().map(Box::category).toList());
    assertEquals(0.9, found.get(0).score(), 1e-6);
  }

  @Test
  void numbersThatAreNoneMakeNoBox() {
    float[] said = {Float.NaN, 2, 40, 3, 20, 2, 40, 2, 0, 0.5f, 0.9f, Float.NaN};
    assertEquals(1, found("yolov8", said).size());
  }

  @Test
  void shapesSayHowManyClasses() {
    ValueInfo first =
        ValueInfo.of("out", DType.FLOAT, Dim.symbol("N"), Dim.of(84), Dim.symbol("A"));
    assertEquals(80, BoxDecoders.YOLOV8.classes(List.of(first)));
    ValueInfo last = ValueInfo.of("out", DType.FLOAT, Dim.symbol("N"), Dim.symbol("A"), Dim.of(85));
    assertEquals(80, BoxDecoders.CATALOGUE.require("yolov5").classes(List.of(last)));
    assertEquals(0, BoxDecoders.YOLOV8.classes(List.of(last)));
  }

  @Test
  void anotherFormIsRefused() {
    DataException refused = assertThrows(DataException.class, () -> found("yolov8", new float[7]));
    assertTrue(refused.getMessage().contains("outputs: yolov8"), refused.getMessage());
  }
}
