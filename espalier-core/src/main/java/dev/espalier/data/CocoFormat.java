package dev.espalier.data;

import dev.espalier.boxes.Truth;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import dev.espalier.files.Json;
import dev.espalier.files.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * COCO's JSON of images, categories and boxes (cocodataset.org/#format-data). Images are looked for
 * beside the file and in {@code images} there; where it lies in {@code annotations}, also beside
 * that folder. Classes are the categories by their ids. Masks and keypoints are not read.
 */
final class CocoFormat implements Format {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final String IMAGES = "images";

  /** Left, top, width, height. */
  private static final int SIDES = 4;

  private record Content(
      @Nullable List<Image> images,
      @Nullable List<Label> annotations,
      @Nullable List<Category> categories) {}

  private record Image(long id, @Nullable String file_name) {}

  private record Label(
      long image_id, long category_id, double @Nullable [] bbox, @Nullable Integer iscrowd) {}

  private record Category(long id, @Nullable String name) {}

  @Override
  public String name() {
    return "coco";
  }

  @Override
  public String summary() {
    return "one JSON file of images, categories and boxes";
  }

  @Override
  public String source() {
    return "Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    if (Files.isDirectory(path)) {
      return DataFile.byPart(DataFile.list(path).stream().filter(CocoFormat::named).toList());
    }
    return named(path) ? DataFile.byPart(List.of(path)) : Map.of();
  }

  private static boolean named(Path file) {
    return DataFile.name(file).matches(".*(instances|coco).*\\.json");
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    return Map.of("all", Table.joined(files.stream().map(f -> table(f, spec)).toList()));
  }

  private static Table table(Path file, DataSpec spec) {
    Content content = content(file);
    List<Category> categories =
        required(content.categories, "categories", file).stream()
            .sorted(Comparator.comparingLong(Category::id))
            .toList();
    Map<Long, Integer> numbers = new LinkedHashMap<>();
    categories.forEach(c -> numbers.put(c.id, numbers.size()));
    Skipping skipping = new Skipping(spec.source().skip());
    Map<Long, List<Truth>> boxes = boxes(content, numbers, file, skipping);
    List<Annotated> all = new ArrayList<>();
    for (Image image : required(content.images, IMAGES, file)) {
      Path found = image(file, image);
      all.add(new Annotated(found, boxes.getOrDefault(image.id, List.of()), false));
    }
    if (all.isEmpty()) {
      throw new DataException(file + " names no images");
    }
    List<String> names =
        categories.stream().map(c -> Objects.requireNonNullElse(c.name, "" + c.id)).toList();
    return Annotated.table(all, names, spec, skipping);
  }

  private static Content content(Path file) {
    try {
      if (Files.size(file) > Limit.JSON_BYTES.value()) {
        throw new DataException(
            file + " is too large (in bytes, " + Limit.JSON_BYTES.remedy() + ")");
      }
      return DataFile.use(file, in -> MAPPER.readValue(in, Content.class));
    } catch (JacksonException e) {
      throw new DataException(file + " does not follow the COCO format: " + Json.words(e), e);
    } catch (java.io.IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> required(@Nullable List<T> list, String key, Path file) {
    if (list == null || list.stream().anyMatch(Objects::isNull)) {
      throw new DataException(file + " has no list \"" + key + "\", which the COCO format needs");
    }
    return list;
  }

  private static Map<Long, List<Truth>> boxes(
      Content content, Map<Long, Integer> numbers, Path file, Skipping skipping) {
    Map<Long, List<Truth>> boxes = new LinkedHashMap<>();
    int flat = 0;
    List<Label> labels = required(content.annotations, "annotations", file);
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      String place = file + ", annotation " + i;
      Integer number = numbers.get(label.category_id);
      double[] b = label.bbox;
      if (number == null || b == null || b.length != SIDES) {
        throw new DataException(
            place
                + (number == null
                    ? " is of the category " + label.category_id + ", which is not listed"
                    : " has no \"bbox\" of four numbers"));
      }
      if (b[2] > 0 && b[3] > 0) {
        boolean crowd = label.iscrowd != null && label.iscrowd != 0;
        double[] corners = {b[0], b[1], b[0] + b[2], b[1] + b[3]};
        boxes
            .computeIfAbsent(label.image_id, id -> new ArrayList<>())
            .add(
                Annotated.box(
                    number, corners, crowd ? Truth.Mark.CROWD : Truth.Mark.COUNTED, place));
      } else {
        flat++;
      }
    }
    if (flat > 0) {
      skipping.remark(file + ": " + flat + " boxes without an area were left out");
    }
    return boxes;
  }

  /** Where the file says, in one of the usual folders. */
  private static Path image(Path file, Image image) {
    String name = Objects.requireNonNullElse(image.file_name, "");
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    List<Path> folders = new ArrayList<>(List.of(folder, folder.resolve(IMAGES)));
    if (folder.endsWith("annotations")) {
      folders.addAll(List.of(folder.resolveSibling(IMAGES), folder.resolveSibling("")));
    }
    return folders.stream()
        .map(f -> Inside.of(f, name))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(folder.resolve(name));
  }
}
