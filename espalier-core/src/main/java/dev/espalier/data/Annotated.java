package dev.espalier.data;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.Truth;
import dev.espalier.feed.Column;
import dev.espalier.feed.Placement;
import dev.espalier.files.DataException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An image file and the boxes that its labels give it, as detection formats read them.
 *
 * @param file of the image
 * @param boxes by the numbers of their classes
 * @param shares whether corners are shares of the image's sides, and not its pixels
 */
record Annotated(Path file, List<Truth> boxes, boolean shares) {
  Annotated {
    boxes = List.copyOf(boxes);
  }

  /**
   * A box of a class; corners in any order are put right.
   *
   * @param corners left, top, right, bottom
   * @param place names file and record for messages
   */
  static Truth box(int category, double[] corners, Truth.Mark mark, String place) {
    for (double corner : corners) {
      if (!Double.isFinite(corner) || Math.abs(corner) > 1e9) {
        throw new DataException(place + ": a box has the corner " + corner + "; correct it");
      }
    }
    Box box =
        new Box(
            Math.min(corners[0], corners[2]),
            Math.min(corners[1], corners[3]),
            Math.max(corners[0], corners[2]),
            Math.max(corners[1], corners[3]),
            category,
            1);
    return new Truth(box, mark);
  }

  /**
   * A table of images and boxes: both brought to where the model sees them.
   *
   * @param all at least one
   * @param classes names by class number
   */
  static Table table(List<Annotated> all, List<String> classes, DataSpec spec, Skipping skipping) {
    ImageFiles images =
        ImageFiles.read(
            all.stream().map(Annotated::file).toList(), spec.feeding().preprocess(), skipping);
    List<List<Truth>> placed =
        images.kept().mapToObj(i -> all.get(i).placed(images.placement(i))).toList();
    Placement first = images.placement(images.kept().findFirst().orElse(0));
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("image", images.pixels());
    columns.put(Boxes.NAME, new Boxes(classes, first.height(), first.width(), placed));
    return images.table(columns, i -> all.get(i).boxes.hashCode());
  }

  private List<Truth> placed(Placement placement) {
    double right = shares ? placement.storedWidth() : 1;
    double down = shares ? placement.storedHeight() : 1;
    return boxes.stream()
        .map(
            t -> {
              Box b = t.box();
              Box moved =
                  new Box(
                      placement.x(b.left() * right),
                      placement.y(b.top() * down),
                      placement.x(b.right() * right),
                      placement.y(b.bottom() * down),
                      b.category(),
                      1);
              return new Truth(moved, t.mark());
            })
        .toList();
  }

  /** Class numbers by name. */
  static Map<String, Integer> numbered(List<String> classes) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    IntStream.range(0, classes.size()).forEach(i -> numbers.put(classes.get(i), i));
    return numbers;
  }
}
