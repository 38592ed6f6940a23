package dev.espalier.data;

import static dev.espalier.data.DataSpec.or;

import java.util.List;

/**
 * Where the records are, and in which format: part of a DATA file ({@link DataSpec}).
 *
 * @param format a name of {@link Format}; empty to recognise it
 * @param path a file or folder, relative to the DATA file
 * @param columns names for the columns of CSV and TSV files that have no header line
 * @param skip how many broken files may be left out of each part; negative for a hundredth of them
 * @param generated whether the records were drawn at random, which is said wherever they are used
 */
public record DataOrigin(
    String format, String path, List<String> columns, Integer skip, Boolean generated) {
  public DataOrigin {
    format = or(format, "");
    path = or(path, ".");
    columns = List.copyOf(or(columns, List.<String>of()));
    skip = or(skip, -1);
    generated = or(generated, false);
  }

  /** The defaults, for data at {@code path}. */
  static DataOrigin at(String path) {
    return new DataOrigin("", path, List.of(), -1, false);
  }
}
