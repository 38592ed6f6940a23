package dev.espalier.data;

import dev.espalier.files.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** All formats: those here, and those of other jars. */
final class Formats {
  /** In the order in which recognition asks them; so others take nothing from those here. */
  private static final List<Format> ALL = all();

  private Formats() {}

  private static List<Format> all() {
    List<Format> all =
        new ArrayList<>(
            List.of(
                new CifarFormat(),
                new IdxFormat(),
                new NumpyFormat(),
                new PairsFormat(),
                new DelimitedFormat("csv", ','),
                new DelimitedFormat("tsv", '\t'),
                new JsonLinesFormat(),
                new CocoFormat(),
                new VocFormat(),
                new YoloFormat(),
                new ImageFolderFormat()));
    for (Format other : ServiceLoader.load(Format.class)) {
      if (all.stream().anyMatch(f -> f.name().equals(other.name()))) {
        throw new IllegalArgumentException("two formats are named " + other.name());
      }
      all.add(other);
    }
    return List.copyOf(all);
  }

  static List<String> names() {
    return ALL.stream().map(Format::name).toList();
  }

  /** The format of a name that was checked before. */
  static Format named(String name) {
    return ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** The first format that finds its files at {@code path}. */
  static Format recognise(Path path) {
    return ALL.stream()
        .filter(f -> !f.find(path).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    path
                        + ": the format is not recognised. Known: "
                        + String.join(", ", names())
                        + ". Name it with `format:` in a DATA file (docs/DATA.md)"));
  }
}
