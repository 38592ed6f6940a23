package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import java.util.BitSet;
import java.util.List;

/**
 * What the numbers in masks mean. Masks of 0 and 255 alone have two classes; beside other numbers
 * 255 counts for nothing, and so do negative ones. Another number that counts for nothing DATA
 * says.
 *
 * @param ignored the number that counts for nothing; negative for none
 * @param white whether 255 is class 1
 * @param largest class that occurs; -1 for none
 * @param classes how many there are; 0 while that is not known
 */
record MaskValues(int ignored, boolean white, int largest, int classes) {
  private static final int WHITE = 255;
  private static final int MOST = Short.MAX_VALUE;

  /**
   * Of all masks.
   *
   * @param column that holds them; empty for none
   */
  static MaskValues of(DataSpec spec, String column, List<Table> tables) {
    BitSet seen = new BitSet();
    if (!column.isEmpty()) {
      tables.forEach(t -> add(seen, MaskColumns.numbers(column, t), t));
    }
    int ignored = spec.pixels().ignore();
    BitSet others = (BitSet) seen.clone();
    others.clear(0);
    boolean white = ignored < 0 && others.cardinality() == 1 && others.get(WHITE);
    if (ignored < 0 && !white) {
      ignored = WHITE;
    }
    if (ignored >= 0) {
      seen.clear(ignored);
    }
    return new MaskValues(ignored, white, white ? 1 : seen.length() - 1, 0);
  }

  private static void add(BitSet seen, Numbers numbers, Table table) {
    for (int row = 0; row < numbers.size(); row++) {
      for (int i = 0; i < numbers.length(); i++) {
        double value = numbers.at(row, i);
        if (value != Math.rint(value) || value > MOST) {
          throw new DataException(
              at(table, row, i)
                  + " is "
                  + value
                  + "; class numbers are whole numbers from 0 to "
                  + MOST
                  + ": correct the mask");
        }
        if (value >= 0) {
          seen.set((int) value);
        }
      }
    }
  }

  /** Whether a model of so many classes knows all that occur. */
  boolean fit(int scored) {
    return largest < scored;
  }

  /** The same for a model of so many classes; of more than 255 that number is one of them. */
  MaskValues within(int scored) {
    return new MaskValues(
        ignored == WHITE && scored > WHITE ? -1 : ignored, white, largest, scored);
  }

  /** The class of a pixel; {@link MaskCode#IGNORED} where it does not count. */
  int of(Numbers masks, int row, int pixel, Table table) {
    int value = (int) masks.at(row, pixel);
    if (value < 0 || value == ignored) {
      return MaskCode.IGNORED;
    }
    if (white && value == WHITE) {
      return 1;
    }
    if (value >= classes) {
      throw new DataException(
          at(table, row, pixel)
              + " is "
              + value
              + ", and the classes are 0 to "
              + (classes - 1)
              + "; correct the mask, say `ignore: "
              + value
              + "` if such pixels count for nothing, or name the classes under `labels: {classes:"
              + " […]}`");
    }
    return value;
  }

  private static String at(Table table, int row, int pixel) {
    return table.place().of(row) + ": pixel " + pixel + " of the mask, row by row,";
  }
}
