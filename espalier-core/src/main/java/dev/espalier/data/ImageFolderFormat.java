package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PNG and JPEG files, one folder a class, or without labels where they lie in no folders of
 * classes; the folders train, val (or validation) and test may stand above. Images are kept as
 * bytes, height x width x channels, in memory.
 */
final class ImageFolderFormat implements Format {
  @Override
  public String name() {
    return "image-folder";
  }

  @Override
  public String summary() {
    return "PNG and JPEG files, one folder a class";
  }

  @Override
  public String source() {
    return "common knowledge; torchvision's ImageFolder reads the same";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    if (!Files.isDirectory(path)) {
      return Map.of();
    }
    List<Path> folders = DataFile.list(path).stream().filter(Files::isDirectory).toList();
    List<Path> parts =
        folders.stream().filter(f -> !DataFile.part(DataFile.name(f)).equals("all")).toList();
    if (parts.stream().anyMatch(ImageFolderFormat::holdsClasses)) {
      return DataFile.byPart(parts);
    }
    if (holdsClasses(path) && !parts.stream().anyMatch(ImageFolderFormat::holdsImages)) {
      return Map.of("all", List.of(path));
    }
    List<Path> flat = parts.stream().filter(ImageFolderFormat::holdsImages).toList();
    return flat.isEmpty() && holdsImages(path)
        ? Map.of("all", List.of(path))
        : DataFile.byPart(flat);
  }

  /** Right in the folder. */
  private static boolean holdsImages(Path folder) {
    return Files.isReadable(folder)
        && DataFile.list(folder).stream().anyMatch(ImageFolderFormat::isImage);
  }

  private static boolean holdsClasses(Path folder) {
    return DataFile.list(folder).stream()
        .anyMatch(
            f ->
                Files.isDirectory(f)
                    && Files.isReadable(f)
                    && DataFile.list(f).stream().anyMatch(ImageFolderFormat::isImage));
  }

  static boolean isImage(Path file) {
    return DataFile.name(file).matches(".*\\.(png|jpe?g)");
  }

  @Override
  public Map<String, Table> read(List<Path> folders, DataSpec spec) {
    Skipping skipping = new Skipping(spec.source().skip());
    if (folders.stream().allMatch(f -> holdsImages(f) && !holdsClasses(f))) {
      return Map.of("all", unlabelled(folders, spec, skipping));
    }
    List<Path> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Path folder : folders) {
      for (Path one : DataFile.list(folder).stream().filter(Files::isDirectory).toList()) {
        for (Path file : images(one, skipping)) {
          files.add(file);
          within(folder, file, skipping);
          labels.add(String.valueOf(one.getFileName()));
        }
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          folders + " holds no PNG or JPEG files in folders named after their classes");
    }
    ImageFiles images = ImageFiles.read(files, spec.feeding().preprocess(), skipping);
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("image", images.pixels());
    columns.put("label", new Texts(images.kept().mapToObj(labels::get).toList()));
    return Map.of("all", images.table(columns, i -> labels.get(i).hashCode()));
  }

  /** Images that lie in no folders of classes. */
  private static Table unlabelled(List<Path> folders, DataSpec spec, Skipping skipping) {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : images(folder, skipping)) {
        files.add(file);
        within(folder, file, skipping);
      }
    }
    ImageFiles images = ImageFiles.read(files, spec.feeding().preprocess(), skipping);
    return images.table(Map.of("image", images.pixels()), i -> 0);
  }

  /** Notes a file that lies elsewhere. */
  static void within(Path folder, Path file, Skipping skipping) {
    if (leaves(folder, file)) {
      skipping.add(
          file,
          new DataException(
              file
                  + " links to a file outside the folder; copy it there, or name the folder that"
                  + " has it"));
    }
  }

  /**
   * The same where an image may lie in its own folder, whatever that links to, or in the data's.
   */
  static void within(Path folder, Path own, Path file, Skipping skipping) {
    if (leaves(own, file)) {
      within(folder, file, skipping);
    }
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
      List<Path> files = DataFile.list(folder);
      if (files.isEmpty()) {
        skipping.remark(folder + " is empty, so it counts as no class");
      }
      return files.stream().filter(ImageFolderFormat::isImage).toList();
    } catch (DataException e) {
      skipping.add(folder, e);
      return List.of();
    }
  }
}
