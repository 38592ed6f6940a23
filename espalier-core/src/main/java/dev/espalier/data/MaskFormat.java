package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PNG and JPEG files in a folder {@code images}, and beside it in {@code masks} for each a PNG file
 * with the number of a class at each pixel. Splits are folders above or below these two. A third
 * folder may say which pixels count: those that are not zero.
 */
final class MaskFormat implements Format {
  /** The column of numbers of classes. */
  static final String MASK = "mask";

  @Override
  public String name() {
    return "masks";
  }

  @Override
  public String summary() {
    return "images, and PNG files with the class of each pixel";
  }

  @Override
  public String source() {
    return "Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88, 2010";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    return find(path, DataSpec.at(path.toString()));
  }

  @Override
  public Map<String, List<Path>> find(Path path, DataSpec spec) {
    if (!Files.isDirectory(path)) {
      return Map.of();
    }
    if (!holds(path, spec)) {
      return DataFile.byPart(
          DataFile.list(path).stream()
              .filter(p -> Files.isDirectory(p) && holds(p, spec))
              .toList());
    }
    Path images = path.resolve(spec.pixels().images());
    Map<String, List<Path>> parts =
        DataFile.byPart(DataFile.list(images).stream().filter(Files::isDirectory).toList());
    return parts.isEmpty() ? Map.of("all", List.of(images)) : parts;
  }

  private static boolean holds(Path path, DataSpec spec) {
    return Files.isDirectory(path.resolve(spec.pixels().images()))
        && (spec.answers().labels().none()
            || Files.isDirectory(path.resolve(spec.pixels().masks())));
  }

  @Override
  public Map<String, Table> read(List<Path> places, DataSpec spec) {
    Skipping skipping = new Skipping(spec.source().skip());
    Map<String, MaskFiles> besides = besides(spec);
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      Path own = place.resolve(spec.pixels().images());
      Path folder = Files.isDirectory(own) ? own : place;
      List<Path> images = images(folder, skipping);
      besides.values().forEach(b -> b.find(folder, images, skipping));
      files.addAll(images);
    }
    if (files.isEmpty()) {
      throw new DataException(
          places + " holds no PNG or JPEG files; correct `images:`, `path:` or `splits:`");
    }
    ImageFiles images =
        ImageFiles.read(
            files,
            spec.feeding().preprocess(),
            skipping,
            (i, placement) -> besides.values().forEach(b -> b.read(files.get(i), placement)));
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("image", images.pixels());
    besides.forEach((name, b) -> columns.put(name, column(images, files, b)));
    return Map.of(
        "all",
        images.table(
            columns,
            i ->
                besides.values().stream()
                    .mapToInt(b -> Arrays.hashCode(b.of(files.get(i))))
                    .reduce(1, (hash, of) -> 31 * hash + of)));
  }

  /** What lies beside the images, by the name of its column. */
  private static Map<String, MaskFiles> besides(DataSpec spec) {
    Map<String, MaskFiles> besides = new LinkedHashMap<>();
    if (!spec.answers().labels().none()) {
      besides.put(MASK, new MaskFiles(spec.pixels().images(), spec.pixels().masks()));
    }
    if (!spec.pixels().valid().isEmpty()) {
      besides.put(
          spec.pixels().valid(), new MaskFiles(spec.pixels().images(), spec.pixels().valid()));
    }
    return besides;
  }

  private static List<Path> images(Path folder, Skipping skipping) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + " is no folder of images; correct `images:`, `path:` or `splits:`");
    }
    List<Path> images = DataFile.list(folder).stream().filter(ImageFolderFormat::isImage).toList();
    images.forEach(image -> ImageFolderFormat.within(folder, image, skipping));
    return images;
  }

  private static Numbers column(ImageFiles images, List<Path> files, MaskFiles beside) {
    int[] size = images.pixels().shape();
    int[] kept = images.kept().toArray();
    long bytes = 2L * kept.length * size[0] * size[1];
    if (bytes > DataFile.LARGEST) {
      throw new DataException(
          "the masks of "
              + kept.length
              + " images need more than 2 GiB; shrink them with `preprocess: {resize: [height,"
              + " width]}`");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i : kept) {
      for (short value : beside.of(files.get(i))) {
        out.putShort(value);
      }
    }
    return Numbers.dense(DType.INT16, out.array(), kept.length, size[0], size[1]);
  }
}
