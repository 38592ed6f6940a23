package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Placement;
import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.List;

/** Columns with one number for each pixel of an image. */
final class MaskColumns {
  private static final List<String> USUAL =
      List.of(MaskFormat.MASK, "masks", "y", "label", "labels", "target", "targets");

  private MaskColumns() {}

  /** That of the masks: as DATA says, else by its name; empty where there is none. */
  static String found(Labels labels, Table table) {
    return labels.columns().isEmpty() || labels.none()
        ? USUAL.stream().filter(table.names()::contains).findFirst().orElse("")
        : labels.columns().size() == 1 ? labels.columns().get(0) : "";
  }

  /** The same; {@link DataException} where there is none. */
  static String required(Labels labels, Table table) {
    String column = found(labels, table);
    if (column.isEmpty()) {
      throw new DataException(
          table.place().of(0)
              + ": which column holds the masks? Say `labels: NAME`, or `labels: none`. Columns: "
              + String.join(", ", table.names()));
    }
    numbers(column, table);
    return column;
  }

  /** Whether it holds a whole number for each pixel, in all tables. */
  static boolean whole(String column, List<Table> tables) {
    return tables.stream()
        .allMatch(
            t ->
                t.columns().get(column) instanceof Numbers n
                    && n.integral()
                    && sides(n).length == 2);
  }

  /** {@link DataException} where a record of it is no map of numbers. */
  static Numbers numbers(String column, Table table) {
    if (table.column(column, "masks") instanceof Numbers numbers && sides(numbers).length == 2) {
      return numbers;
    }
    throw new DataException(
        "%s: column %s holds %s a record, but a mask is one class number for each pixel, [H, W]; of one plane a class keep the number of the largest"
            .formatted(table.place().of(0), column, Table.describe(table.column(column, "masks"))));
  }

  /** Where the masks of a column come to lie in what the model sees. */
  static Placement placed(DataSpec spec, String column, Table table) {
    int[] sides = sides(numbers(column, table));
    return Placement.of(spec.feeding().preprocess(), sides[0], sides[1]);
  }

  static void requireAlike(Numbers masks, Numbers valid, Table table) {
    if (!Arrays.equals(sides(masks), sides(valid))) {
      throw new DataException(
          "%s: masks are %s and what is valid %s; both must have the size of the image"
              .formatted(
                  table.place().of(0),
                  Arrays.toString(sides(masks)),
                  Arrays.toString(sides(valid))));
    }
  }

  /** Height and width; more or fewer where it is no map. Axes of one channel count for nothing. */
  private static int[] sides(Numbers numbers) {
    int[] shape = numbers.shape();
    if (shape.length == 3 && (shape[0] == 1 || shape[2] == 1)) {
      return shape[0] == 1 ? Arrays.copyOfRange(shape, 1, 3) : Arrays.copyOfRange(shape, 0, 2);
    }
    return shape;
  }
}
