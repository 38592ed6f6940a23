package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.boxes.BoxDecoder;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.boxes.BoxHead;
import dev.espalier.boxes.HeadDistance;
import dev.espalier.files.DataException;
import dev.espalier.task.Detection;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss of detectors against the same distance in plain Java, for each form of outputs. */
class DetectionMatchingTest {
  private static final int CANDIDATES = 6;
  private static final int CLASSES = 3;

  private static Task task(BoxDecoder decoder) {
    return new Task(new Detection(decoder, true), "map50", CLASSES, 1);
  }

  /** Positive numbers below 1, as chances are; logits may be so too. */
  private static float[] drawn(long seed, int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = (float) random.nextDouble(0.05, 0.95);
    }
    return values;
  }

  private static Tensor tensor(float[] values) {
    return Tensors.copyOf(dev.espalier.model.Tensor.floats(values, 1, values.length));
  }

  @ParameterizedTest
  @CsvSource({
    "yolov8, 42, 0",
    "yolov5, 48, 0",
    "end-to-end, 36, 0",
    "detr, 24, 18",
    "detr, 24, 24"
  })
  void isTheDistanceInPlainJava(String name, int first, int second) {
    Libtorch.start(1, 1);
    BoxDecoder decoder = BoxDecoders.CATALOGUE.require(name);
    List<BoxHead.Output> said = new ArrayList<>();
    List<BoxHead.Output> taught = new ArrayList<>();
    List<Integer> columns = second == 0 ? List.of(first) : List.of(first, second);
    for (int c : columns) {
      said.add(new BoxHead.Output(drawn(c, c), c));
      taught.add(new BoxHead.Output(drawn(c + 1L, c), c));
    }
    BoxHead head = decoder.head(columns, CLASSES);
    assertEquals(CANDIDATES, head.candidates());
    TaskLoss loss = new DetectionMatching(null).of(task(decoder));
    Tensor found = loss.teacher(tensors(said), tensors(taught), 1);
    double expected = new HeadDistance(head).of(said, taught, 0);
    assertEquals(expected, found.item_double(), 1e-4 * Math.max(1, expected));
    assertEquals(0, loss.teacher(tensors(said), tensors(said), 1).item_double(), 1e-6);
  }

  private static List<Tensor> tensors(List<BoxHead.Output> outputs) {
    return outputs.stream().map(o -> tensor(o.values())).toList();
  }

  /** A head that was not made of chances may say a little less than 0: no box weighs less. */
  @Test
  void scoresBelowZeroWeighNothing() {
    Libtorch.start(1, 1);
    float[] values = drawn(1, 42);
    Arrays.fill(values, CANDIDATES * BoxHead.SIDES, values.length, -0.1f);
    List<BoxHead.Output> taught = List.of(new BoxHead.Output(values, 42));
    List<BoxHead.Output> said = List.of(new BoxHead.Output(drawn(2, 42), 42));
    TaskLoss loss = new DetectionMatching(null).of(task(BoxDecoders.YOLOV8));
    double found = loss.teacher(tensors(said), tensors(taught), 1).item_double();
    BoxHead head = BoxDecoders.YOLOV8.head(List.of(42), CLASSES);
    double expected = new HeadDistance(head).of(said, taught, 0);
    assertTrue(expected > 0, "" + expected);
    assertEquals(expected, found, 1e-4 * expected);
  }

  @Test
  void followsItsGradient() {
    Libtorch.start(1, 1);
    Tensor taught = tensor(drawn(1, 42));
    Tensor said = tensor(drawn(2, 42)).set_requires_grad(true);
    TaskLoss loss = new DetectionMatching(null).of(task(BoxDecoders.YOLOV8));
    Tensor before = loss.teacher(List.of(said), List.of(taught), 1);
    before.backward();
    Tensor moved = said.detach().sub(said.grad().mul(new org.bytedeco.pytorch.Scalar(1e-3)));
    double after = loss.teacher(List.of(moved), List.of(taught), 1).item_double();
    assertTrue(after < before.item_double(), before.item_double() + " to " + after);
  }

  @Test
  void otherTasksHaveNoSuchLoss() {
    TaskLoss loss = new DetectionMatching(null).of(Task.UNLABELLED);
    List<Tensor> outputs = List.of(tensor(drawn(1, 42)));
    assertThrows(DataException.class, () -> loss.teacher(outputs, outputs, 1));
    assertThrows(DataException.class, () -> loss.labels(outputs, outputs.get(0)));
  }
}
