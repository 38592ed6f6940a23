package dev.espalier.examples;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * A detector made from nothing: pictures of bright squares and discs on noise are drawn and written
 * with their boxes as COCO has them, and a small network learns to find them. It says its boxes as
 * YOLOv8 does, so that {@code task: detection} can cut and judge it.
 */
public final class ShapeDetector {
  private static final int SIDE = 32;

  /** Pixels from one candidate to the next, and candidates a side. */
  private static final int STEP = 4;

  private static final int CELLS = SIDE / STEP;
  private static final int CLASSES = 2;
  private static final int ROWS = 4 + CLASSES;

  /** How far from a shape's middle a candidate is still sure of it, in pixels. */
  private static final double NEAR = 3;

  /** Candidates that are less sure say nothing. */
  private static final double LEAST = 0.05;

  /** Widths are learnt in this unit. */
  private static final int SIZE = 16;

  private ShapeDetector() {}

  /** Of a candidate, in pixels. */
  private static float middle(int cell) {
    return STEP * (cell + 0.5f);
  }

  /** A square (class 0) or a disc (1). */
  private record Shape(int left, int top, int size, int category) {
    boolean covers(int x, int y) {
      double right = x + 0.5 - left - size / 2.0;
      double down = y + 0.5 - top - size / 2.0;
      return category == 0
          ? Math.max(Math.abs(right), Math.abs(down)) < size / 2.0
          : Math.hypot(right, down) < size / 2.0;
    }
  }

  /** A picture, the same for the same number. */
  private record Picture(List<Shape> shapes, int[] bytes) {
    static Picture of(int number) {
      SplittableRandom random = new SplittableRandom(number);
      List<Shape> shapes = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        int size = 8 + random.nextInt(6);
        int left = random.nextInt(SIDE - size);
        int top = half * SIDE / 2 + random.nextInt(SIDE / 2 - size + 1);
        shapes.add(new Shape(left, top, size, random.nextInt(CLASSES)));
      }
      int[] bytes = new int[3 * SIDE * SIDE];
      for (int i = 0; i < bytes.length; i++) {
        int x = i % SIDE;
        int y = i / SIDE % SIDE;
        boolean bright = shapes.stream().anyMatch(s -> s.covers(x, y));
        bytes[i] = (bright ? 140 : 0) + random.nextInt(100);
      }
      return new Picture(shapes, bytes);
    }

    /**
     * What each candidate is to say, {@code [rows, cells * cells]}, in the units of learning: near
     * a shape its box, and the surer the nearer its middle is.
     */
    float[] wanted() {
      float[] wanted = new float[ROWS * CELLS * CELLS];
      for (Shape s : shapes) {
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
          double right = s.left + s.size / 2.0 - middle(cell % CELLS);
          double down = s.top + s.size / 2.0 - middle(Math.floorDiv(cell, CELLS));
          double sure = Math.exp(-(right * right + down * down) / (2 * NEAR * NEAR));
          double size = (double) s.size / SIZE;
          double[] says = {right / STEP, down / STEP, size, size, 1 - s.category, s.category};
          for (int row = 0; row < ROWS && sure > LEAST; row++) {
            boolean score = row >= ROWS - CLASSES;
            wanted[row * CELLS * CELLS + cell] = (float) (score ? sure * says[row] : says[row]);
          }
        }
      }
      return wanted;
    }

    void write(Path file) throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      int plane = SIDE * SIDE;
      for (int i = 0; i < plane; i++) {
        int colour = bytes[i] << 16 | bytes[plane + i] << 8 | bytes[2 * plane + i];
        image.setRGB(i % SIDE, i / SIDE, colour);
      }
      ImageIO.write(image, "png", file.toFile());
    }
  }

  /** Pictures of these numbers with what each candidate is to say. */
  private record Pictures(int first, int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] images = new float[rows.length * 3 * SIDE * SIDE];
      float[] wanted = new float[rows.length * ROWS * CELLS * CELLS];
      for (int i = 0; i < rows.length; i++) {
        Picture picture = Picture.of(first + rows[i]);
        for (int p = 0; p < picture.bytes.length; p++) {
          images[i * picture.bytes.length + p] = picture.bytes[p] / 255f;
        }
        float[] own = picture.wanted();
        System.arraycopy(own, 0, wanted, i * own.length, own.length);
      }
      Tensor inputs = Tensor.floats(images, rows.length, 3, SIDE, SIDE);
      Tensor labels = Tensor.floats(wanted, rows.length, ROWS * CELLS * CELLS);
      return new Batch(Map.of("images", inputs), labels, rows.length);
    }
  }

  /**
   * Writes {@code detector.onnx}, {@code data.yaml}, {@code unlabelled.yaml} and the pictures into
   * a folder.
   *
   * @param train pictures to learn from
   * @param test pictures to judge by
   * @param tuner what trains
   */
  public static void write(Path folder, int train, int test, Tuner tuner) throws IOException {
    OnnxWriter.write(trained(train, tuner), folder.resolve("detector.onnx"));
    annotated(folder, "train", 0, train);
    annotated(folder, "test", train, test);
    String data =
        """
        task: detection
        format: coco
        path: .
        outputs: yolov8
        splits: {train: instances_train.json, test: instances_test.json}
        preprocess: {scale: 0.00392156862745098}
        """;
    Files.writeString(folder.resolve("data.yaml"), data);
    Files.writeString(folder.resolve("unlabelled.yaml"), data + "labels: none\n");
  }

  private static void annotated(Path folder, String split, int first, int count)
      throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    List<String> files = new ArrayList<>();
    List<String> boxes = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      Picture picture = Picture.of(i);
      picture.write(images.resolve(i + ".png"));
      files.add("{\"id\": %d, \"file_name\": \"%d.png\"}".formatted(i, i));
      for (Shape s : picture.shapes) {
        boxes.add(
            String.format(
                Locale.ROOT,
                "{\"image_id\": %d, \"category_id\": %d, \"bbox\": [%d, %d, %d, %d]}",
                i,
                s.category,
                s.left,
                s.top,
                s.size,
                s.size));
      }
    }
    Files.writeString(
        folder.resolve("instances_" + split + ".json"),
        "{\"images\": [%s],\n\"annotations\": [%s],\n\"categories\": [%s]}"
            .formatted(
                String.join(",\n", files),
                String.join(",\n", boxes),
                "{\"id\": 0, \"name\": \"square\"}, {\"id\": 1, \"name\": \"disc\"}"));
  }

  /** Learns what each candidate is to say, then says it in pixels. */
  private static Model trained(int pictures, Tuner tuner) {
    Model learnt =
        tuner
            .tune(
                new Tuner.Request(
                    network(false),
                    new Task(TaskKinds.REGRESSION, "relative-mse", 0, 1),
                    new Tuner.Material(new Pictures(0, pictures)),
                    new Tuner.Regime(TuneSettings.defaults().withEpochs(30).withBatch(32), 1)))
            .model();
    Model detector = network(true);
    Graph graph = detector.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
    weights.putAll(learnt.graph().initializers());
    return detector.withGraph(graph.withInitializers(weights));
  }

  private static Model network(boolean pixels) {
    GraphBuilder g = GraphBuilder.fresh("shapes", 5);
    String x = g.input("images", 3, SIDE, SIDE);
    x = g.relu(g.conv("first", x, ConvSpec.of(16, 3).stride(2)));
    x = g.relu(g.conv("second", x, ConvSpec.of(32, 3).stride(2)));
    x = g.relu(g.conv("third", x, ConvSpec.of(32, 3)));
    x = g.relu(g.conv("fourth", x, ConvSpec.of(32, 3)));
    String raw = g.reshape(g.conv("head", x, ConvSpec.of(ROWS, 1)), 0, ROWS, CELLS * CELLS);
    if (!pixels) {
      return g.output(g.reshape(raw, 0, -1), "raw").build();
    }
    float[] middles = new float[ROWS * CELLS * CELLS];
    for (int i = 0; i < CELLS * CELLS; i++) {
      middles[i] = middle(i % CELLS);
      middles[CELLS * CELLS + i] = middle(Math.floorDiv(i, CELLS));
    }
    String scales =
        g.constant("scales", Tensor.floats(new float[] {STEP, STEP, SIZE, SIZE, 1, 1}, 1, ROWS, 1));
    String offsets = g.constant("middles", Tensor.floats(middles, 1, ROWS, CELLS * CELLS));
    String scaled = g.shaped(g.mul(raw, scales), -1, ROWS, CELLS * CELLS);
    return g.output(g.shaped(g.add(scaled, offsets), -1, ROWS, CELLS * CELLS), "output0").build();
  }
}
