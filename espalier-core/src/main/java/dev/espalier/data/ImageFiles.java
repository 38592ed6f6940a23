package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.ImageDecoder;
import dev.espalier.feed.Images;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Placement;
import dev.espalier.feed.Preprocess;
import dev.espalier.files.Attempt;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** PNG and JPEG files as bytes of one size, height x width x channels, in memory. */
final class ImageFiles {
  private final List<Path> files;
  private final Preprocess preprocess;
  private final Skipping skipping;
  private final Beside beside;
  private final long[] sums;
  private final int[][] sizes;
  private Numbers pixels = Numbers.ints(new int[0], 0);
  private int[] kept = new int[0];
  private List<String> notes = List.of();

  /** What lies beside images and is read with each of them. */
  @FunctionalInterface
  interface Beside {
    /**
     * Called once for each image that decodes, by any thread.
     *
     * @param file its number in the list
     * @param placement where it lies in its record
     * @throws DataException where the image cannot be used without
     */
    void read(int file, Placement placement);
  }

  private ImageFiles(List<Path> files, Preprocess preprocess, Skipping skipping, Beside beside) {
    this.beside = beside;
    this.files = files;
    this.preprocess = preprocess;
    this.skipping = skipping;
    this.sums = new long[files.size()];
    this.sizes = new int[files.size()][2];
  }

  /**
   * Reads them in parallel.
   *
   * @param files at least one
   * @param preprocess says what size and channels they are brought to
   * @param skipping takes the broken ones, and those noted before are left out
   */
  static ImageFiles read(List<Path> files, Preprocess preprocess, Skipping skipping) {
    return read(files, preprocess, skipping, (file, placement) -> {});
  }

  /** The same with what lies beside the images; those that lack it are broken too. */
  static ImageFiles read(
      List<Path> files, Preprocess preprocess, Skipping skipping, Beside beside) {
    ImageFiles images = new ImageFiles(List.copyOf(files), preprocess, skipping, beside);
    images.read();
    return images;
  }

  /** One record a file that was kept. */
  Numbers pixels() {
    return pixels;
  }

  /** Which files were kept, by their numbers in the list. */
  IntStream kept() {
    return IntStream.of(kept);
  }

  /** Where the image of the file of this number lies in its record. */
  Placement placement(int file) {
    return Placement.of(preprocess, sizes[file][0], sizes[file][1]);
  }

  /**
   * A table of these columns, which have a record for each file that was kept.
   *
   * @param label what is besides the image in a record's content, by the number of the file
   */
  Table table(Map<String, Column> columns, IntUnaryOperator label) {
    long[] contents = kept().mapToLong(i -> sums[i] ^ (long) label.applyAsInt(i) << 32).toArray();
    Map<String, Column> all = new LinkedHashMap<>(columns);
    all.put(Table.CONTENT, Numbers.longs(contents, contents.length));
    return new Table(all, kept.length, row -> files.get(kept[row]).toString(), notes);
  }

  private void read() {
    Images.Size size = size();
    byte[] all = decoded(size);
    notes = skipping.notes(files.size());
    Set<Path> broken = Set.copyOf(skipping.files());
    kept = IntStream.range(0, files.size()).filter(i -> !broken.contains(files.get(i))).toArray();
    for (int to = 0; to < kept.length; to++) {
      System.arraycopy(all, kept[to] * size.length(), all, to * size.length(), size.length());
    }
    pixels =
        Numbers.dense(
            DType.UINT8,
            kept.length == files.size() ? all : Arrays.copyOf(all, kept.length * size.length()),
            kept.length,
            size.height(),
            size.width(),
            size.channels());
  }

  /** That of the first image which decodes. */
  private Images.Size size() {
    DataException failure = null;
    for (int i = 0; i < files.size(); i++) {
      if (skipping.has(files.get(i))) {
        continue;
      }
      try {
        return picture(i).size;
      } catch (DataException e) {
        failure = e;
      }
    }
    skipping.notes(files.size());
    throw Objects.requireNonNull(failure);
  }

  private byte[] decoded(Images.Size size) {
    if ((long) files.size() * size.length() > DataFile.LARGEST) {
      throw new DataException(
          files.get(0)
              + " and the "
              + (files.size() - 1)
              + " other images need more than 2 GiB; shrink them with "
              + "`preprocess: {resize: [height, width]}`");
    }
    byte[] all = new byte[files.size() * size.length()];
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> {
              Picture picture = sound(i);
              if (picture != null) {
                same(picture.size, size, files.get(i));
                System.arraycopy(picture.bytes, 0, all, i * size.length(), size.length());
              }
            });
    return all;
  }

  /** Null for one that does not decode, which is noted. */
  private @Nullable Picture sound(int i) {
    Path file = files.get(i);
    if (skipping.has(file)) {
      return null;
    }
    try {
      Picture picture = picture(i);
      beside.read(i, placement(i));
      return picture;
    } catch (DataException e) {
      skipping.add(file, e);
      return null;
    }
  }

  private static void same(Images.Size size, Images.Size first, Path file) {
    if (!size.equals(first)) {
      throw new DataException(
          file
              + " has "
              + size.width()
              + " x "
              + size.height()
              + " pixels, but the first image has "
              + first.width()
              + " x "
              + first.height()
              + "; resize them with `preprocess: {resize: [height, width]}`");
    }
  }

  /** One number a pixel of one file, as stored. */
  static ImageDecoder.Samples samples(Path file) {
    byte[] stored = DataFile.use(file, in -> DataFile.rest(in, file));
    return Attempt.of(
        () -> ImageDecoder.samples(stored), file + " does not decode as a PNG file of classes");
  }

  /** One decoded image. */
  private record Picture(Images.Size size, byte[] bytes) {}

  private Picture picture(int i) {
    Path file = files.get(i);
    byte[] stored = DataFile.use(file, in -> DataFile.rest(in, file));
    CRC32C sum = new CRC32C();
    sum.update(stored);
    sums[i] = sum.getValue();
    ImageDecoder.Planes image =
        Attempt.of(() -> ImageDecoder.decode(stored), file + " does not decode as an image");
    sizes[i] = new int[] {image.height(), image.width()};
    int channels = preprocess.channels() == 1 ? 1 : 3;
    Placement placement = placement(i);
    float[][] planes = new float[image.planes().length][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = placement.apply(image.planes()[c]);
    }
    Images.Size size = new Images.Size(placement.height(), placement.width(), channels, true);
    byte[] bytes = new byte[size.length()];
    size.put(Images.recoloured(planes, channels, file.toString()), bytes, 0);
    return new Picture(size, bytes);
  }
}
