package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.Truth;
import dev.espalier.feed.Placement;
import dev.espalier.feed.Preprocess;
import dev.espalier.files.DataException;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes in each format, brought to the canvas of a letterbox. */
class BoxFormatsTest {
  /** Of an image of 20 x 10 on a canvas of 16 x 16: 0.8 of its size, four rows from above. */
  private static final Box PLACED = new Box(4 * 0.8, 4 + 2 * 0.8, 8 * 0.8, 4 + 8 * 0.8, 1, 1);

  private static final String REST = "preprocess: {letterbox: [16, 16]}\noutputs: yolov8\n";

  @TempDir Path folder;

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    assertTrue(ImageIO.write(image, "png", file.toFile()));
  }

  private void text(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** A model of three classes that looks at 16 x 16 pixels. */
  private static Model detector() {
    GraphBuilder g = GraphBuilder.fresh("detector", 1);
    String x = g.input("x", 3, 16, 16);
    return g.output(g.reshape(g.conv("head", x, ConvSpec.of(7, 1)), 0, 7, -1), "boxes").build();
  }

  private Splits open(String yaml) throws IOException {
    text("spec.yaml", "task: detection\n" + yaml + REST);
    return DataSource.open(folder.resolve("spec.yaml"), detector());
  }

  private static List<Truth> labels(Dataset data, int row) {
    Tensor labels = Objects.requireNonNull(data.batch(new int[] {row}).labels());
    float[] values = labels.floats();
    return Truth.of(IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(), 0, 1);
  }

  private static void requirePlaced(Splits splits) {
    Dataset data = Objects.requireNonNull(splits.test());
    assertEquals(2, data.size());
    assertEquals(3, splits.task().classes());
    assertEquals("map50", splits.task().metric());
    assertEquals(List.of("a", "b", "c"), splits.classNames());
    List<Truth> first = labels(data, 0);
    assertEquals(1, first.size());
    assertEquals(1, first.get(0).box().category());
    assertEquals(1, PLACED.overlap(first.get(0).box()), 1e-5);
    assertEquals(List.of(), labels(data, 1));
    float[] pixels = data.batch(new int[] {0}).inputs().get("x").floats();
    assertEquals(114, pixels[3 * 16 + 8]);
    assertEquals(0, pixels[4 * 16 + 8]);
  }

  private static final String COCO =
      """
      {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10}, {"id": 8, "file_name": "b.png"}],
       "categories": [{"id": 30, "name": "c"}, {"id": 10, "name": "a"}, {"id": 20, "name": "b"}],
       "annotations": [{"image_id": 7, "category_id": 20, "bbox": [4, 2, 4, 6], "segmentation": [[1, 2]]},
                       {"image_id": 7, "category_id": 20, "bbox": [4, 2, 0, 6]}]}
      """;

  @Test
  void coco() throws IOException {
    image("data/images/a.png");
    image("data/images/b.png");
    text("data/instances_test.json", COCO);
    Splits splits = open("format: coco\npath: data\nsplits: {test: instances_test.json}\n");
    requirePlaced(splits);
    assertTrue(splits.notes().toString().contains("1 boxes without an area"));
  }

  @Test
  void cocoIsRecognisedByItsFilesAndCrowdsAreMarked() throws IOException {
    image("data/a.png");
    image("data/b.png");
    String crowd = COCO.replace("\"bbox\": [4, 2, 4, 6]", "\"iscrowd\": 1, \"bbox\": [4, 2, 4, 6]");
    text("data/instances_test.json", crowd);
    Splits splits = open("path: data\n");
    assertEquals(Truth.Mark.CROWD, labels(Objects.requireNonNull(splits.test()), 0).get(0).mark());
  }

  @Test
  void yolo() throws IOException {
    image("data/images/test/a.png");
    image("data/images/test/b.png");
    text("data/labels/test/a.txt", "1 0.3 0.5 0.2 0.6\n");
    text("data/classes.txt", "a\nb\nc\n");
    requirePlaced(open("format: yolo\npath: data\n"));
    requirePlaced(open("format: yolo\npath: data\nsplits: {test: images/test}\n"));
    text("data/test.txt", "images/test/a.png\nimages/test/b.png\n");
    requirePlaced(open("format: yolo\npath: data\nsplits: {test: test.txt}\n"));
  }

  @Test
  void voc() throws IOException {
    image("data/JPEGImages/a.png");
    image("data/JPEGImages/b.png");
    String box =
        "<object><name>b</name><difficult>%d</difficult><bndbox><xmin>4</xmin><ymin>2</ymin><xmax>8</xmax><ymax>8</ymax></bndbox></object>";
    text("data/Annotations/a.xml", "<annotation>" + box.formatted(0) + "</annotation>");
    text("data/Annotations/b.xml", "<annotation></annotation>");
    text("data/ImageSets/Main/test.txt", "a\nb\n");
    requirePlaced(open("path: data\nlabels: {classes: [a, b, c]}\n"));
    text("data/Annotations/a.xml", "<annotation>" + box.formatted(1) + "</annotation>");
    Splits splits = open("path: data\nlabels: {classes: [a, b, c]}\n");
    assertEquals(
        Truth.Mark.IGNORED, labels(Objects.requireNonNull(splits.test()), 0).get(0).mark());
  }

  @Test
  void entitiesOfXmlAreNotRead() throws IOException {
    image("data/JPEGImages/a.png");
    text("secret", "x");
    text(
        "data/Annotations/a.xml",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:" + folder.resolve("secret") + "\">]><a>&e;</a>");
    DataException refused =
        assertThrows(DataException.class, () -> open("format: voc\npath: data\n"));
    assertTrue(refused.getMessage().contains("DOCTYPE"), refused.getMessage());
  }

  @Test
  void imagesOutsideTheFolderAreNotRead() throws IOException {
    text("data/instances_test.json", COCO.replace("a.png", "../../a.png"));
    DataException refused =
        assertThrows(DataException.class, () -> open("format: coco\npath: data\n"));
    assertTrue(refused.getMessage().contains("lies outside"), refused.getMessage());
  }

  @Test
  void imagesThatLinkElsewhereAreNotRead() throws IOException {
    image("secret.png");
    image("yolo/images/test/a.png");
    text("yolo/labels/test/a.txt", "1 0.3 0.5 0.2 0.6\n");
    Path secret = folder.resolve("secret.png");
    Files.createSymbolicLink(folder.resolve("yolo/images/test/b.png"), secret);
    image("voc/JPEGImages/a.png");
    Files.createSymbolicLink(folder.resolve("voc/JPEGImages/b.png"), secret);
    text("voc/Annotations/a.xml", "<annotation></annotation>");
    text("voc/Annotations/b.xml", "<annotation></annotation>");
    for (String data : List.of("format: yolo\npath: yolo\n", "format: voc\npath: voc\n")) {
      DataException refused = assertThrows(DataException.class, () -> open(data));
      assertTrue(refused.getMessage().contains("b.png links to a file outside"), data);
    }
  }

  @Test
  void aFlatFolderOfImagesHasNoLabels() throws IOException {
    image("data/test/a.png");
    image("data/test/b.png");
    Splits splits = open("format: image-folder\npath: data\nlabels: none\n");
    Dataset data = Objects.requireNonNull(splits.test());
    assertEquals(2, data.size());
    assertNull(data.batch(new int[] {0}).labels());
    assertTrue(splits.task().unlabelled());
    assertEquals(3, splits.task().classes());
    assertEquals("agreement", splits.task().metric());
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    image("data/a.png");
    image("data/test/a.png");
    DataException boxes = assertThrows(DataException.class, () -> open("path: data\n"));
    assertTrue(boxes.getMessage().contains("labels: none"), boxes.getMessage());
    text("data/instances_test.json", COCO.replace("b.png", "a.png"));
    DataException classes =
        assertThrows(
            DataException.class,
            () -> open("format: coco\npath: data\nlabels: {classes: [a, b]}\n"));
    assertTrue(classes.getMessage().contains("has 3 classes"), classes.getMessage());
    text("spec.yaml", "task: detection\nformat: coco\npath: data\n");
    DataException outputs =
        assertThrows(
            DataException.class, () -> DataSource.open(folder.resolve("spec.yaml"), detector()));
    assertTrue(outputs.getMessage().contains("set `outputs: NAME`"), outputs.getMessage());
  }

  /** Pixels as Pillow puts them: {@code resize((8, 5), BILINEAR)} on a canvas of 114. */
  @Test
  void theLetterboxIsPillows() {
    float[] plane = new float[15];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i * 16;
    }
    Preprocess letterbox =
        new Preprocess(1.0, List.of(), List.of(), false, "", "", List.of(), 0, List.of(8, 8), 114);
    float[] canvas = Placement.of(letterbox, 3, 5).apply(plane);
    float[] rows = {0, 7, 17, 27, 37, 47, 57, 64, 32, 39, 49, 59, 69, 79, 89, 96};
    for (int x = 0; x < 8; x++) {
      assertEquals(114, canvas[x]);
      assertEquals(114, canvas[6 * 8 + x]);
    }
    float[] seen = new float[rows.length];
    System.arraycopy(canvas, 8, seen, 0, seen.length);
    assertArrayEquals(rows, seen, 0.51f);
  }
}
