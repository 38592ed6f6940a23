package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.task.Detection;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A graph of YOLOv8n's layers and widths with random weights (Jocher, Chaurasia and Qiu,
 * Ultralytics YOLO, 2023), for images of 64 x 64 and 80 classes: cut to half its units, certified,
 * and its boxes decoded.
 */
class YoloV8nTest {
  private static final int SIDE = 64;
  private static final int CLASSES = 80;

  /** Chances of distances, in strides. */
  private static final int BINS = 16;

  private final GraphBuilder g = GraphBuilder.settled("yolov8n", 8);

  private String conv(String name, String x, int channels, int kernel, int stride) {
    ConvSpec spec = ConvSpec.of(channels, kernel).stride(stride).withoutBias();
    String norm = g.batchNorm(name + ".bn", g.conv(name + ".conv", x, spec));
    return g.mul(norm, g.shaped(g.node("Sigmoid", Map.of(), norm), g.shape(norm)));
  }

  private String c2f(String name, String x, int channels, int blocks, boolean shortcut) {
    int half = channels / 2;
    List<String> parts =
        new ArrayList<>(g.split(conv(name + ".cv1", x, channels, 1, 1), 1, half, half));
    for (int b = 0; b < blocks; b++) {
      String last = parts.get(parts.size() - 1);
      String inner = conv(name + "." + b + ".cv1", last, half, 3, 1);
      String outer = conv(name + "." + b + ".cv2", inner, half, 3, 1);
      parts.add(shortcut ? g.add(last, outer) : outer);
    }
    String all = g.concat(1, parts.toArray(String[]::new));
    return conv(name + ".cv2", all, channels, 1, 1);
  }

  private String pyramidPooling(String name, String x, int channels) {
    List<String> parts = new ArrayList<>(List.of(conv(name + ".cv1", x, channels / 2, 1, 1)));
    for (int i = 0; i < 3; i++) {
      ConvSpec window = new ConvSpec(channels / 2, 5, 1, 2, 1, false);
      parts.add(g.pool("MaxPool", parts.get(i), window));
    }
    return conv(name + ".cv2", g.concat(1, parts.toArray(String[]::new)), channels, 1, 1);
  }

  private String doubled(String name, String x) {
    int[] shape = g.shape(x);
    String scales = g.constant(name + ".scales", Tensor.floats(new float[] {1, 1, 2, 2}, 4));
    String up =
        g.node(
            "Resize",
            name,
            Attributes.of(
                "mode",
                "nearest",
                "coordinate_transformation_mode",
                "asymmetric",
                "nearest_mode",
                "floor"),
            x,
            "",
            scales);
    return g.shaped(up, shape[0], shape[1], 2 * shape[2], 2 * shape[3]);
  }

  /** Chances and scores of one level, {@code [N, 4 * bins + classes, places]}. */
  private String level(String name, String x) {
    String box = conv(name + ".box.0", x, 64, 3, 1);
    box = conv(name + ".box.1", box, 64, 3, 1);
    String scores = conv(name + ".cls.0", x, CLASSES, 3, 1);
    scores = conv(name + ".cls.1", scores, CLASSES, 3, 1);
    String both =
        g.concat(
            1,
            g.conv(name + ".box.2", box, ConvSpec.of(4 * BINS, 1)),
            g.conv(name + ".cls.2", scores, ConvSpec.of(CLASSES, 1)));
    return g.reshape(both, 0, 4 * BINS + CLASSES, -1);
  }

  private Model model() {
    String x = conv("0", g.input("images", 3, SIDE, SIDE), 16, 3, 2);
    x = c2f("2", conv("1", x, 32, 3, 2), 32, 1, true);
    String p3 = c2f("4", conv("3", x, 64, 3, 2), 64, 2, true);
    String p4 = c2f("6", conv("5", p3, 128, 3, 2), 128, 2, true);
    String p5 = c2f("8", conv("7", p4, 256, 3, 2), 256, 1, true);
    p5 = pyramidPooling("9", p5, 256);
    String n4 = c2f("12", g.concat(1, doubled("10", p5), p4), 128, 1, false);
    String n3 = c2f("15", g.concat(1, doubled("13", n4), p3), 64, 1, false);
    n4 = c2f("18", g.concat(1, conv("16", n3, 64, 3, 2), n4), 128, 1, false);
    String n5 = c2f("21", g.concat(1, conv("19", n4, 128, 3, 2), p5), 256, 1, false);
    String all = g.concat(2, level("p3", n3), level("p4", n4), level("p5", n5));
    List<String> parts = g.split(all, 1, 4L * BINS, CLASSES);
    String scores = g.shaped(g.node("Sigmoid", Map.of(), parts.get(1)), g.shape(parts.get(1)));
    return g.output(g.concat(1, boxes(parts.get(0)), scores), "output0").build();
  }

  /** Middles, widths and heights from the expected distances to four sides. */
  private String boxes(String chances) {
    int places = g.shape(chances)[2];
    float[] steps = new float[BINS];
    for (int i = 0; i < BINS; i++) {
      steps[i] = i;
    }
    String bins = g.transpose(g.reshape(chances, 0, 4, BINS, places), 0, 2, 1, 3);
    String weights = g.constant("dfl", Tensor.floats(steps, 1, BINS, 1, 1));
    String far =
        g.shaped(
            g.node("Conv", "distances", Map.of(), g.softmax(bins, 1), weights), -1, 1, 4, places);
    List<String> sides = g.split(g.reshape(far, 0, 4, places), 1, 2, 2);
    float[] anchors = new float[2 * places];
    float[] strides = new float[places];
    int at = 0;
    for (int stride = 8; stride <= 32; stride *= 2) {
      int side = SIDE / stride;
      for (int i = 0; i < side * side; i++, at++) {
        anchors[at] = i % side + 0.5f;
        anchors[places + at] = Math.floorDiv(i, side) + 0.5f;
        strides[at] = stride;
      }
    }
    String anchor = g.constant("anchors", Tensor.floats(anchors, 1, 2, places));
    String low = g.shaped(g.node("Sub", Map.of(), anchor, sides.get(0)), -1, 2, places);
    String high = g.shaped(g.node("Add", Map.of(), anchor, sides.get(1)), -1, 2, places);
    String middle = g.mul(g.shaped(g.add(low, high), -1, 2, places), g.scalar("half", 0.5f));
    String size = g.shaped(g.node("Sub", Map.of(), high, low), -1, 2, places);
    String both = g.concat(1, g.shaped(middle, -1, 2, places), size);
    String stride = g.constant("strides", Tensor.floats(strides, 1, places));
    return g.shaped(g.mul(both, stride), -1, 4, places);
  }

  @Test
  void isCutCertifiedAndDecoded() {
    Prepared prepared = Prepared.of(model(), "blocks");
    // as published, and the running statistics besides
    assertEquals(3_157_200.0, (double) prepared.model().parameters(), 12_000);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : prepared.coupling().prunable()) {
      kept.put(group.name(), IntStream.range(0, (group.units() + 1) / 2).toArray());
    }
    PrunePlan plan = PrunePlan.keeping("blocks", prepared.coupling(), kept);
    Model cut = new Surgeon(OpRules.standard()).apply(prepared.coupling(), plan);
    assertTrue(Certificate.check(prepared.coupling(), plan, cut, null).certified());
    double macs = new Cost(prepared.coupling(), OpRules.standard()).macs();
    double left = new Cost(Prepared.of(cut, "blocks").coupling(), OpRules.standard()).macs();
    assertTrue(left < 0.4 * macs, left + " of " + macs);
    requireBoxes(cut);
  }

  private static void requireBoxes(Model cut) {
    float[] pixels = new float[2 * 3 * SIDE * SIDE];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    Detection detection = new Detection(BoxDecoders.YOLOV8, false);
    Task task = new Task(detection, Task.AGREEMENT, CLASSES, 1);
    try (Session session = Session.open(cut, SessionOptions.threads(1))) {
      Map<String, Tensor> said =
          session.run(Map.of("images", Tensor.floats(pixels, 2, 3, SIDE, SIDE)), Set.of("output0"));
      Tensor output = Objects.requireNonNull(said.get("output0"));
      assertEquals(84, output.dims()[2]);
      List<List<Box>> found = detection.found(task, Predictions.of(task, List.of(output), null));
      assertEquals(2, found.size());
      for (Box box : found.get(0)) {
        assertTrue(box.score() > 0 && box.score() <= 1 && box.category() < CLASSES, "" + box);
        assertTrue(box.left() < box.right() && box.top() < box.bottom(), "" + box);
        assertTrue(box.right() > 0 && box.left() < SIDE, "" + box);
      }
      assertEquals(100, found.get(0).size());
    }
  }
}
