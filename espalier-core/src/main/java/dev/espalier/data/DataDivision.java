package dev.espalier.data;

import static dev.espalier.data.DataSpec.or;
import static dev.espalier.data.DataSpec.ordered;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the records are divided into splits: part of a DATA file ({@link DataSpec}).
 *
 * @param splits what is in {@code train}, {@code validation} and {@code test}; empty for what
 *     format or file names say
 * @param seed of fractions and of drawn negatives
 * @param trainSeen whether the original was trained on the training examples
 * @param domain what the splits are narrowed down to; all of them by default
 */
public record DataDivision(Map<String, Part> splits, Long seed, Boolean trainSeen, Domain domain) {
  public DataDivision {
    splits = ordered(splits);
    seed = or(seed, 0L);
    trainSeen = or(trainSeen, true);
    domain = or(domain, Domain.ALL);
  }

  /** What is done with records that nothing assigns to a split. */
  static final Map<String, Part> DRAWN = drawn(0.8, 0.1, 0.1);

  /** The same of a series, in the order of time. */
  static final Map<String, Part> DRAWN_IN_TIME = drawn(0.7, 0.1, 0.2);

  private static Map<String, Part> drawn(double train, double validation, double test) {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("train", Part.of(train));
    parts.put("validation", Part.of(validation));
    parts.put("test", Part.of(test));
    return ordered(parts);
  }

  /**
   * What one split holds. At most one of {@code rows}, {@code column} and {@code fraction} narrows
   * it down.
   *
   * @param files read for this split alone, relative to {@code path}; empty for the whole data
   * @param from a part that the format itself names (train, validation, test); empty for all of
   *     them in that order
   * @param rows a range of record numbers counted from 0, both ends included: {@code 0-1499}
   * @param column a column or array whose {@code values} choose records
   * @param values the values of {@code column}
   * @param fraction a share of the records that no other split claims by rows or values, drawn by
   *     the seed
   */
  public record Part(
      List<String> files,
      String from,
      String rows,
      String column,
      List<String> values,
      Double fraction) {
    public Part {
      files = List.copyOf(or(files, List.<String>of()));
      from = or(from, "");
      rows = or(rows, "");
      column = or(column, "");
      values = List.copyOf(or(values, List.<String>of()));
      fraction = or(fraction, 0.0);
    }

    /** {@code train: 0.8}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Part of(double fraction) {
      return new Part(List.of(), "", "", "", List.of(), fraction);
    }

    /** {@code train: 0-1499}, or the name of a file. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Part of(String text) {
      return text.matches("\\d+ *- *\\d*")
          ? new Part(List.of(), "", text, "", List.of(), 0.0)
          : new Part(List.of(text), "", "", "", List.of(), 0.0);
    }
  }

  /** What the format or file names say. */
  static DataDivision usual() {
    return new DataDivision(Map.of(), 0L, true, Domain.ALL);
  }

  DataDivision with(Map<String, Part> changed) {
    return new DataDivision(changed, seed, trainSeen, domain);
  }
}
