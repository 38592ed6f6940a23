package dev.espalier.data;

import dev.espalier.feed.ImageDecoder.Samples;
import dev.espalier.feed.Placement;
import dev.espalier.files.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The PNG files of one number a pixel that belong to images: in a folder beside that of the images,
 * under the image's name, or under a name that begins with it ({@code 21_mask.png} of {@code
 * 21.png}).
 */
final class MaskFiles {
  private final String folder;
  private final String beside;
  private final Map<Path, Path> found = new HashMap<>();
  private final Map<Path, short[]> read = new ConcurrentHashMap<>();

  /**
   * @param folder of the images, such as {@code images}
   * @param beside what stands in its place for these files, such as {@code masks}
   */
  MaskFiles(String folder, String beside) {
    this.folder = folder;
    this.beside = beside;
  }

  /**
   * Finds the file of each image.
   *
   * @param images of one folder
   * @param skipping takes images without a file
   */
  void find(Path place, List<Path> images, Skipping skipping) {
    Path own = beside(place);
    if (!Files.isDirectory(own)) {
      throw new DataException(
          own
              + " is no folder, and should hold a PNG file for each image of "
              + place
              + "; correct `masks:` or `valid:`, or say `labels: none` where there are no masks");
    }
    Map<String, List<Path>> byStem =
        DataFile.list(own).stream()
            .filter(ImageFolderFormat::isImage)
            .collect(Collectors.groupingBy(MaskFiles::stem));
    Set<String> stems = images.stream().map(MaskFiles::stem).collect(Collectors.toSet());
    for (Path image : images) {
      List<Path> files = named(stem(image), byStem, stems);
      if (files.size() == 1) {
        ImageFolderFormat.within(own, files.get(0), skipping);
        found.put(image, files.get(0));
      } else {
        skipping.add(image, missing(image, own, files));
      }
    }
  }

  private static DataException missing(Path image, Path own, List<Path> files) {
    Path wanted = own.resolve(stem(image) + ".png");
    return new DataException(
        files.isEmpty()
            ? image + " has no mask: " + wanted + " is missing; bring it there, or remove the image"
            : image
                + " has several masks, "
                + files.get(0)
                + " among them; keep one, under the name "
                + wanted.getFileName());
  }

  private static List<Path> named(String stem, Map<String, List<Path>> byStem, Set<String> stems) {
    List<Path> same = byStem.getOrDefault(stem, List.of());
    if (!same.isEmpty()) {
      return same;
    }
    Set<String> longer = new HashSet<>(byStem.keySet());
    longer.removeAll(stems);
    return longer.stream()
        .filter(s -> s.startsWith(stem) && s.substring(stem.length()).matches("[_.-].*"))
        .sorted()
        .flatMap(s -> byStem.getOrDefault(s, List.of()).stream())
        .toList();
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }

  /** The folder of images with {@code beside} in the place of {@code folder}. */
  private Path beside(Path place) {
    Path whole = place.toAbsolutePath().normalize();
    for (Path at = whole; at != null; at = at.getParent()) {
      if (at.endsWith(folder)) {
        Path above = at;
        for (int i = Path.of(folder).getNameCount(); i > 0 && above != null; i--) {
          above = above.getParent();
        }
        if (above != null) {
          return above.resolve(beside).resolve(at.relativize(whole));
        }
      }
    }
    throw new DataException(
        place
            + " is no folder of images named \""
            + folder
            + "\", so it is not known where their masks are; correct `images:` or `splits:`");
  }

  /** Reads the file of an image that has one; several threads may. */
  void read(Path image, Placement placement) {
    read.put(image, values(Objects.requireNonNull(found.get(image)), placement));
  }

  /** What was read of an image. */
  short[] of(Path image) {
    return read.getOrDefault(image, new short[0]);
  }

  /** The numbers of one file where the model sees them; -1 beside the image. */
  private static short[] values(Path file, Placement placement) {
    if (!DataFile.name(file).endsWith(".png")) {
      throw new DataException(
          file + " is a JPEG file, which changes the numbers of pixels; save masks as PNG files");
    }
    Samples samples = ImageFiles.samples(file);
    if (samples.height() != placement.storedHeight()
        || samples.width() != placement.storedWidth()) {
      throw new DataException(
          file
              + " has "
              + samples.width()
              + " x "
              + samples.height()
              + " pixels, but its image has "
              + placement.storedWidth()
              + " x "
              + placement.storedHeight()
              + "; a mask has the size of its image: draw it anew, or resize one of both");
    }
    NearestPixels pixels = new NearestPixels(placement);
    short[] values = new short[pixels.size()];
    for (int i = 0; i < values.length; i++) {
      int at = pixels.of(i);
      int value = at < 0 ? -1 : samples.values()[at];
      if (value > Short.MAX_VALUE) {
        throw new DataException(
            "%s: the pixel in column %d of row %d is %d; numbers of classes go up to %d: correct the mask"
                .formatted(
                    file,
                    at % samples.width(),
                    at / samples.width(),
                    value,
                    (int) Short.MAX_VALUE));
      }
      values[i] = (short) value;
    }
    return values;
  }
}
