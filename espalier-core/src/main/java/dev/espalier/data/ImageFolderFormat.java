package dev.espalier.data;

import dev.espalier.model.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

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
                    && InputFile.list(f).stream().anyMatch(ImageFolderFormat::isImage));
  }

  private static boolean isImage(Path file) {
    return InputFile.name(file).matches(".*\\.(png|jpe?g)");
  }

  @Override
  public Map<String, Table> read(List<Path> folders, DataSpec spec) {
    List<Path> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Path folder : folders) {
      for (Path one : InputFile.list(folder).stream().filter(Files::isDirectory).toList()) {
        for (Path file : InputFile.list(one).stream().filter(ImageFolderFormat::isImage).toList()) {
          files.add(file);
          labels.add(String.valueOf(one.getFileName()));
        }
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          folders + " holds no PNG or JPEG files in folders named after their classes");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    long[] sums = new long[files.size()];
    columns.put("image", decoded(files, spec.preprocess(), sums));
    columns.put("label", new Texts(labels));
    for (int i = 0; i < sums.length; i++) {
      sums[i] ^= (long) labels.get(i).hashCode() << 32;
    }
    columns.put(Table.CONTENT, Numbers.longs(sums, sums.length));
    return Map.of("all", new Table(columns, files.size(), row -> files.get(row).toString()));
  }

  private static Numbers decoded(List<Path> files, DataSpec.Preprocess preprocess, long[] sums) {
    Picture first = picture(files.get(0), preprocess, sums, 0);
    Images.Size size = first.size;
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
              Picture picture = picture(files.get(i), preprocess, sums, i);
              if (!picture.size.equals(size)) {
                throw new DataException(
                    files.get(i)
                        + " has "
                        + picture.size.width()
                        + " x "
                        + picture.size.height()
                        + " pixels, but "
                        + files.get(0)
                        + " has "
                        + size.width()
                        + " x "
                        + size.height()
                        + "; bring them to one size with `preprocess: {resize: [height, width]}`");
              }
              System.arraycopy(picture.bytes, 0, all, i * size.length(), size.length());
            });
    return Numbers.dense(
        DType.UINT8, all, files.size(), size.height(), size.width(), size.channels());
  }

  /** One decoded image. */
  private record Picture(Images.Size size, byte[] bytes) {}

  private static Picture picture(Path file, DataSpec.Preprocess preprocess, long[] sums, int at) {
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
