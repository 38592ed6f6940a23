package dev.espalier.examples.jobs;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Squares and discs in grey pictures, by COCO's files of boxes: {@code task: detection}. Boxes
 * judge but do not say which candidate is to find which of them, so what each candidate is to
 * answer is learnt first. The model says its boxes as YOLOv8 does.
 */
public final class Shapes implements Job {
  private static final int SIDE = 32;

  /** Pixels from one candidate to the next, and candidates a side. */
  private static final int STEP = 4;

  private static final int CELLS = SIDE / STEP;
  private static final int CANDIDATES = CELLS * CELLS;

  /** Middle, width and height; then a score of each kind of shape. */
  private static final int SIDES = 4;

  private static final int KINDS = 2;
  private static final int ROWS = SIDES + KINDS;

  /** How far from a shape's middle a candidate is still sure of it, in pixels. */
  private static final double NEAR = 3;

  /** Candidates that are less sure tell of a box of the usual size around themselves. */
  private static final double LEAST = 0.05;

  /** The usual width and height. Sizes are learnt in this unit, and middles in steps. */
  private static final int SIZE = 11;

  /** Has no state. */
  public Shapes() {}

  @Override
  public String task() {
    return "detection";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("shapes", 1);
    float[] middles = new float[ROWS * CANDIDATES];
    for (int i = 0; i < CANDIDATES; i++) {
      middles[i] = (float) middle(i % CELLS);
      middles[CANDIDATES + i] = (float) middle(Math.floorDiv(i, CELLS));
    }
    float[] units = {STEP, STEP, SIZE, SIZE, 1, 1};
    String scaled = g.mul(answers(g), g.constant("units", Tensor.floats(units, 1, ROWS, 1)));
    String places = g.constant("middles", Tensor.floats(middles, 1, ROWS, CANDIDATES));
    return g.output(g.add(scaled, places), "boxes").build();
  }

  /** The same before its answers become pixels. */
  @Override
  public Model pupil() {
    GraphBuilder g = GraphBuilder.fresh("shapes", 1);
    return g.output(answers(g), "answers").build();
  }

  private static String answers(GraphBuilder g) {
    String x = g.input("x", 1, SIDE, SIDE);
    x = g.relu(g.conv("first", x, ConvSpec.of(16, 3).stride(2)));
    x = g.relu(g.conv("second", x, ConvSpec.of(32, 3).stride(2)));
    x = g.relu(g.conv("third", x, ConvSpec.of(32, 3)));
    x = g.relu(g.conv("fourth", x, ConvSpec.of(32, 3)));
    String boxes = g.conv("box", x, ConvSpec.of(SIDES, 1));
    String scores = g.node("Sigmoid", Map.of(), g.conv("score", x, ConvSpec.of(KINDS, 1)));
    return g.reshape(g.concat(1, boxes, scores), 0, ROWS, CANDIDATES);
  }

  /** Of a candidate, in pixels. */
  private static double middle(int cell) {
    return STEP * (cell + 0.5);
  }

  @Override
  public Path data(Path folder) throws IOException {
    annotated(folder, "train", Picture.many(400, 1));
    annotated(folder, "test", Picture.many(100, 2));
    return Files.writeString(
        folder.resolve("shapes.yaml"),
        """
        task: detection
        format: coco
        path: .
        outputs: yolov8
        splits: {train: instances_train.json, test: instances_test.json}
        preprocess: {channels: 1, scale: 0.00392156862745098}
        """);
  }

  @Override
  public Path lessons(Path data) throws IOException {
    String lines =
        Picture.many(400, 1).stream()
            .map(p -> "{\"x\": %s, \"wanted\": %s}\n".formatted(text(p.grey), text(p.wanted())))
            .collect(Collectors.joining());
    Files.writeString(data.resolveSibling("lessons.jsonl"), lines);
    return Files.writeString(
        data.resolveSibling("lessons.yaml"),
        """
        task: regression
        format: jsonl
        path: lessons.jsonl
        inputs: {x: x}
        labels: wanted
        splits: {train: 0-399}
        preprocess: {scale: 0.00392156862745098}
        """);
  }

  private static String text(double... values) {
    return Arrays.toString(values);
  }

  private static void annotated(Path folder, String split, List<Picture> pictures)
      throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    List<String> files = new ArrayList<>();
    List<String> boxes = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      String file = split + i + ".png";
      pictures.get(i).write(images.resolve(file));
      files.add("{\"id\": %d, \"file_name\": \"%s\"}".formatted(i, file));
      for (Shape s : pictures.get(i).shapes) {
        boxes.add(
            String.format(
                Locale.ROOT,
                "{\"image_id\": %d, \"category_id\": %d, \"bbox\": [%.2f, %.2f, %.2f, %.2f]}",
                i,
                s.kind,
                s.right - s.size / 2,
                s.down - s.size / 2,
                s.size,
                s.size));
      }
    }
    Files.writeString(
        folder.resolve("instances_" + split + ".json"),
        """
        {"images": %s, "annotations": %s,
         "categories": [{"id": 0, "name": "square"}, {"id": 1, "name": "disc"}]}
        """
            .formatted(files, boxes));
  }

  /** A square (kind 0) or a disc (1), by its middle, in pixels. */
  private record Shape(int kind, double right, double down, double size) {
    /** In the upper half of a picture or in the lower. */
    static Shape of(int half, SplittableRandom random) {
      double size = random.nextDouble(8, 14);
      double from = half * SIDE / 2.0 + size / 2;
      return new Shape(
          random.nextInt(KINDS),
          random.nextDouble(size / 2, SIDE - size / 2),
          random.nextDouble(from, from + SIDE / 2.0 - size),
          size);
    }

    boolean covers(double x, double y) {
      double across = Math.abs(x - right);
      double along = Math.abs(y - down);
      return (kind == 0 ? Math.max(across, along) : Math.hypot(across, along)) < size / 2;
    }
  }

  /** Two shapes in noise. */
  private record Picture(List<Shape> shapes, double[] grey) {
    static List<Picture> many(int many, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        List<Shape> shapes = List.of(Shape.of(0, random), Shape.of(1, random));
        double[] grey = new double[SIDE * SIDE];
        for (int p = 0; p < grey.length; p++) {
          double x = p % SIDE + 0.5;
          double y = Math.floorDiv(p, SIDE) + 0.5;
          boolean inside = shapes.stream().anyMatch(s -> s.covers(x, y));
          grey[p] = (inside ? 140 : 0) + random.nextInt(100);
        }
        pictures.add(new Picture(shapes, grey));
      }
      return pictures;
    }

    /**
     * What each candidate is to answer, {@code [rows, candidates]}, in the units of learning: near
     * a shape its box, and the surer the nearer its middle is.
     */
    double[] wanted() {
      double[] wanted = new double[ROWS * CANDIDATES];
      Arrays.fill(wanted, 2 * CANDIDATES, SIDES * CANDIDATES, 1);
      for (Shape s : shapes) {
        for (int i = 0; i < CANDIDATES; i++) {
          double right = s.right - middle(i % CELLS);
          double down = s.down - middle(Math.floorDiv(i, CELLS));
          double sure = Math.exp(-(right * right + down * down) / (2 * NEAR * NEAR));
          double size = s.size / SIZE;
          double square = sure * (1 - s.kind);
          double[] answer = {right / STEP, down / STEP, size, size, square, sure - square};
          for (int row = 0; row < ROWS && sure > LEAST; row++) {
            wanted[row * CANDIDATES + i] = answer[row];
          }
        }
      }
      return wanted;
    }

    void write(Path file) throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSamples(0, 0, SIDE, SIDE, 0, grey);
      ImageIO.write(image, "png", file.toFile());
    }
  }

  @Override
  public int epochs() {
    return 30;
  }

  @Override
  public int batch() {
    return 32;
  }
}
