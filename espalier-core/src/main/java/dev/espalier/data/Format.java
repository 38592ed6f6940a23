package dev.espalier.data;

import dev.espalier.files.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One way of storing data sets. */
interface Format {
  /** Its name in DATA files. */
  String name();

  /**
   * The files of each part (train, validation, test, or all) under a folder or in a file; empty
   * where it is not this format.
   */
  Map<String, List<Path>> find(Path path);

  /**
   * Reads files together; a file that names parts itself gives several, otherwise there is one
   * called {@code all}.
   */
  Map<String, Table> read(List<Path> files, DataSpec spec);

  /** Class names that lie beside the data; empty where there are none. */
  default List<String> classNames(Path path) {
    return List.of();
  }

  /** All formats, in the order in which recognition asks them. */
  static List<Format> all() {
    return List.of(
        new CifarFormat(),
        new IdxFormat(),
        new NumpyFormat(),
        new PairsFormat(),
        new DelimitedFormat("csv", ','),
        new DelimitedFormat("tsv", '\t'),
        new JsonLinesFormat(),
        new ImageFolderFormat());
  }

  static List<String> names() {
    return all().stream().map(Format::name).toList();
  }

  static Format named(String name) {
    return all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** The first format that finds its files at {@code path}. */
  static Format recognise(Path path) {
    return all().stream()
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
