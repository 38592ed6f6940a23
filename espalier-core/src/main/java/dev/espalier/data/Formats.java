package dev.espalier.data;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.files.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** All formats: those here, and those of other jars. */
public final class Formats {
  /** In the order in which recognition asks them; so others take nothing from those here. */
  public static final Catalogue<Format> CATALOGUE =
      Catalogue.open(
          "format",
          ServiceLoader.load(Format.class),
          new CifarFormat(),
          new IdxFormat(),
          new NumpyFormat(),
          new PairsFormat(),
          new DelimitedFormat("csv", ','),
          new DelimitedFormat("tsv", '\t'),
          new JsonLinesFormat(),
          new ConllFormat(),
          new CocoFormat(),
          new VocFormat(),
          new MaskFormat(),
          new YoloFormat(),
          new ImageFolderFormat(),
          new TextFormat());

  private Formats() {}

  static List<String> names() {
    return CATALOGUE.names();
  }

  /** The first format that finds its files at {@code path}. */
  static Format recognise(Path path) {
    return CATALOGUE.members().stream()
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
