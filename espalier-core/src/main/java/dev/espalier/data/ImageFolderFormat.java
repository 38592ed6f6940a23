package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.ImageDecoder;
import dev.espalier.feed.Images;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Preprocess;
import dev.espalier.feed.Resampling;
import dev.espalier.files.Attempt;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * PNG and JPEG files, one folder a class; the folders train, val (or validation) and test may stand
 * above. Images are kept as bytes, height x width x channels, in memory.
 */
final class ImageFolderFormat implements Format {
  @Override
  public String name() {
    return "image-folder";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    if (!Files.isDirectory(path)) {
      return Map.of();
    }
    List<Path> folders = InputFile.list(path).stream().filter(Files::isDirectory).toList();
    List<Path> parts =
        folders.stream().filter(f -> !InputFile.part(InputFile.name(f)).equals("all")).toList();
    if (parts.stream().anyMatch(ImageFolderFormat::holdsClasses)) {
      return InputFile.byPart(parts);
    }
    return holdsClasses(path) ? Map.of("all", List.of(path)) : Map.of();
  }

  private static boolean holdsClasses(Path folder) {
    return InputFile.list(folder).stream()
        .anyMatch(
            f ->
                Files.isDirectory(f)
                    && Files.isReadable(f)
                    && InputFile.list(f).stream().anyMatch(ImageFolderFormat::isImage));
  }

  private static boolean isImage(Path file) {
    return InputFile.name(file).matches(".*\\.(png|jpe?g)");
  }

  @Override
  public Map<String, Table> read(List<Path> folders, DataSpec spec) {
    Skipping skipping = new Skipping(spec.skip());
    List<Path> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Path folder : folders) {
      for (Path one : InputFile.list(folder).stream().filter(Files::isDirectory).toList()) {
        for (Path file : images(one, skipping)) {
          files.add(file);
          if (leaves(folder, file)) {
            skipping.add(
                file,
                new DataException(
                    file
                        + " links to a file outside the folder; copy it there, or name the folder that has it"));
          }
          labels.add(String.valueOf(one.getFileName()));
        }
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          folders + " holds no PNG or JPEG files in folders named after their classes");
    }
    return Map.of("all", table(files, labels, new Decoding(spec.preprocess(), skipping)));
  }

  /** A folder may come from anywhere: what it links to elsewhere is not read. */
  private static boolean leaves(Path folder, Path file) {
    try {
      return !file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false; // reading it says what is wrong
    }
  }

  /** Those of one class; a folder that cannot be read is a broken one. */
  private static List<Path> images(Path folder, Skipping skipping) {
    try {
      List<Path> files = InputFile.list(folder);
      if (files.isEmpty()) {
        skipping.remark(folder + " is empty, so it counts as no class");
      }
      return files.stream().filter(ImageFolderFormat::isImage).toList();
    } catch (DataException e) {
      skipping.add(folder, e);
      return List.of();
    }
  }

  /** How files become records. */
  private record Decoding(Preprocess preprocess, Skipping skipping) {}

  private static Table table(List<Path> files, List<String> labels, Decoding decoding) {
    long[] sums = new long[files.size()];
    Images.Size size = size(files, decoding);
    byte[] all = decoded(files, size, sums, decoding);
    List<String> notes = decoding.skipping.notes(files.size());
    Set<Path> broken = Set.copyOf(decoding.skipping.files());
    int[] kept =
        IntStream.range(0, files.size()).filter(i -> !broken.contains(files.get(i))).toArray();
    for (int to = 0; to < kept.length; to++) {
      System.arraycopy(all, kept[to] * size.length(), all, to * size.length(), size.length());
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put(
        "image",
        Numbers.dense(
            DType.UINT8,
            kept.length == files.size() ? all : Arrays.copyOf(all, kept.length * size.length()),
            kept.length,
            size.height(),
            size.width(),
            size.channels()));
    columns.put("label", new Texts(IntStream.of(kept).mapToObj(labels::get).toList()));
    long[] contents =
        IntStream.of(kept)
            .mapToLong(i -> sums[i] ^ (long) labels.get(i).hashCode() << 32)
            .toArray();
    columns.put(Table.CONTENT, Numbers.longs(contents, contents.length));
    return new Table(columns, kept.length, row -> files.get(kept[row]).toString(), notes);
  }

  /** That of the first image which decodes. */
  private static Images.Size size(List<Path> files, Decoding decoding) {
    DataException failure = null;
    for (Path file : files) {
      if (decoding.skipping.has(file)) {
        continue;
      }
      try {
        return picture(file, decoding.preprocess, new long[1], 0).size;
      } catch (DataException e) {
        failure = e;
      }
    }
    decoding.skipping.notes(files.size());
    throw Objects.requireNonNull(failure);
  }

  private static byte[] decoded(
      List<Path> files, Images.Size size, long[] sums, Decoding decoding) {
    if ((long) files.size() * size.length() > InputFile.LARGEST) {
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
              Picture picture = sound(files.get(i), sums, i, decoding);
              if (picture != null) {
                same(picture.size, size, files.get(i));
                System.arraycopy(picture.bytes, 0, all, i * size.length(), size.length());
              }
            });
    return all;
  }

  /** Null for one that does not decode, which is noted. */
  private static @Nullable Picture sound(Path file, long[] sums, int at, Decoding decoding) {
    if (decoding.skipping.has(file)) {
      return null;
    }
    try {
      return picture(file, decoding.preprocess, sums, at);
    } catch (DataException e) {
      decoding.skipping.add(file, e);
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
              + "; bring them to one size with `preprocess: {resize: [height, width]}`");
    }
  }

  /** One decoded image. */
  private record Picture(Images.Size size, byte[] bytes) {}

  private static Picture picture(Path file, Preprocess preprocess, long[] sums, int at) {
    byte[] stored = InputFile.use(file, in -> InputFile.rest(in, file));
    CRC32C sum = new CRC32C();
    sum.update(stored);
    sums[at] = sum.getValue();
    ImageDecoder.Planes image =
        Attempt.of(() -> ImageDecoder.decode(stored), file + " does not decode as an image");
    int channels = preprocess.channels() == 1 ? 1 : 3;
    boolean asIs = preprocess.resize().isEmpty();
    int height = asIs ? image.height() : preprocess.resize().get(0);
    int width = asIs ? image.width() : preprocess.resize().get(1);
    Resampling resampling = new Resampling(image.height(), image.width(), height, width);
    float[][] planes = new float[image.planes().length][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = resampling.apply(image.planes()[c]);
    }
    Images.Size size = new Images.Size(height, width, channels, true);
    byte[] bytes = new byte[size.length()];
    size.put(Images.recoloured(planes, channels, file.toString()), bytes, 0);
    return new Picture(size, bytes);
  }
}
