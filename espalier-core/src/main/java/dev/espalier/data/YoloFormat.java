package dev.espalier.data;

import dev.espalier.boxes.Truth;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images with a text file each: a line {@code class x y width height} a box, in shares of the
 * image's sides (Darknet, Ultralytics). The text lies beside the image, or in {@code labels} where
 * the image lies in {@code images}; an image without one has no boxes. Splits name folders of
 * images, or text files that list images.
 */
final class YoloFormat implements Format {
  private static final String IMAGES = "images";
  private static final String LABELS = "labels";

  /** Class, middle, width and height. */
  private static final int FIELDS = 5;

  private static final int MOST_CLASSES = 1 << 16;

  @Override
  public String name() {
    return "yolo";
  }

  @Override
  public String summary() {
    return "a text file of boxes beside each image";
  }

  @Override
  public String source() {
    return "Redmon and Farhadi, YOLO9000: Better, Faster, Stronger, CVPR 2017";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    Path images = path.resolve(IMAGES);
    if (Files.isDirectory(images) && Files.isDirectory(path.resolve(LABELS))) {
      Map<String, List<Path>> parts =
          DataFile.byPart(DataFile.list(images).stream().filter(Files::isDirectory).toList());
      return parts.isEmpty() ? Map.of("all", List.of(images)) : parts;
    }
    if (!Files.isDirectory(path)) {
      return Map.of();
    }
    return DataFile.byPart(
        DataFile.list(path).stream()
            .filter(
                p -> Files.isDirectory(p.resolve(IMAGES)) && Files.isDirectory(p.resolve(LABELS)))
            .toList());
  }

  @Override
  public List<String> classNames(Path path) {
    Path names = path.resolve("classes.txt");
    return Files.isRegularFile(names)
        ? lines(names).stream().map(String::strip).filter(l -> !l.isEmpty()).toList()
        : List.of();
  }

  @Override
  public Map<String, Table> read(List<Path> places, DataSpec spec) {
    List<Annotated> all = new ArrayList<>();
    Skipping skipping = new Skipping(spec.source().skip());
    for (Path place : places) {
      for (Path image : images(place)) {
        Path home = home(place);
        Path own = image.getParent();
        ImageFolderFormat.within(home, own == null ? home : own, image, skipping);
        all.add(new Annotated(image, boxes(label(image)), true));
      }
    }
    if (all.isEmpty()) {
      throw new DataException(places + " holds no PNG or JPEG files");
    }
    int most =
        all.stream()
            .flatMap(a -> a.boxes().stream())
            .mapToInt(t -> t.box().category())
            .max()
            .orElse(-1);
    List<String> numbers = IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    return Map.of("all", Annotated.table(all, numbers, spec, skipping));
  }

  /** The folder that holds images and labels, or a list of images. */
  private static Path home(Path place) {
    Path whole = place.toAbsolutePath().normalize();
    for (Path at = whole; at != null; at = at.getParent()) {
      Path above = at.getParent();
      boolean images = String.valueOf(at.getFileName()).equals(IMAGES);
      if (images && above != null && Files.isDirectory(above.resolve(LABELS))) {
        return above;
      }
    }
    return Files.isDirectory(whole) || whole.getParent() == null ? whole : whole.getParent();
  }

  private static List<Path> images(Path place) {
    if (Files.isDirectory(place)) {
      Path own = place.resolve(IMAGES);
      return DataFile.list(Files.isDirectory(own) ? own : place).stream()
          .filter(ImageFolderFormat::isImage)
          .toList();
    }
    Path folder = place.toAbsolutePath().getParent();
    return lines(place).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> Inside.of(folder == null ? place : folder, line).normalize())
        .toList();
  }

  private static Path label(Path image) {
    String name = String.valueOf(image.getFileName()).replaceFirst("\\.[^.]*$", "") + ".txt";
    Path folder = image.toAbsolutePath().getParent();
    Path beside = image.resolveSibling(name);
    for (Path at = folder; at != null && !Files.exists(beside); at = at.getParent()) {
      if (String.valueOf(at.getFileName()).equals(IMAGES)) {
        return at.resolveSibling(LABELS).resolve(at.relativize(folder)).resolve(name);
      }
    }
    return beside;
  }

  private static List<Truth> boxes(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines = lines(file);
    List<Truth> boxes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        boxes.add(box(lines.get(i).strip().split("\\s+"), file + ", line " + (i + 1)));
      }
    }
    return boxes;
  }

  private static Truth box(String[] fields, String place) {
    if (fields.length != FIELDS || !fields[0].matches("\\d{1,5}")) {
      throw new DataException(
          place + " is no box: it must hold a class number, x, y, width and height");
    }
    int category = Integer.parseInt(fields[0]);
    double[] n = new double[FIELDS];
    for (int i = 1; i < FIELDS; i++) {
      if (!DelimitedFormat.number(fields[i])) {
        throw new DataException(place + ": \"" + fields[i] + "\" is no number");
      }
      n[i] = Double.parseDouble(fields[i]);
    }
    if (category >= MOST_CLASSES) {
      throw new DataException(place + ": class numbers run from 0 to " + (MOST_CLASSES - 1));
    }
    double[] corners = {n[1] - n[3] / 2, n[2] - n[4] / 2, n[1] + n[3] / 2, n[2] + n[4] / 2};
    return Annotated.box(category, corners, Truth.Mark.COUNTED, place);
  }

  static List<String> lines(Path file) {
    return DataFile.use(
        file, in -> new String(DataFile.rest(in, file), StandardCharsets.UTF_8).lines().toList());
  }
}
