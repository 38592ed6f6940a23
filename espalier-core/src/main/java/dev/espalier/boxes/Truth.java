package dev.espalier.boxes;

import java.util.ArrayList;
import java.util.List;

/**
 * A box that is there, by its label.
 *
 * @param box with a score of 1
 * @param mark how it counts
 */
public record Truth(Box box, Mark mark) {
  /** Numbers of one label: class, left, top, right, bottom, mark. */
  public static final int WIDTH = 6;

  /** The class of a label that fills up a record with fewer boxes than others. */
  private static final int NONE = -1;

  /** How a labelled box counts. */
  public enum Mark {
    /** It is to be found. */
    COUNTED(0),
    /** A region of many: whatever lies in it is neither right nor wrong (COCO's iscrowd). */
    CROWD(1),
    /** It may be found or not (Pascal VOC's difficult). */
    IGNORED(2);

    private final int number;

    Mark(int number) {
      this.number = number;
    }

    private static Mark of(int number) {
      return number == 0 ? COUNTED : number == 1 ? CROWD : IGNORED;
    }
  }

  /**
   * {@return the same of another class}
   *
   * @param category number of the class, from 0
   */
  public Truth of(int category) {
    return new Truth(
        new Box(box.left(), box.top(), box.right(), box.bottom(), category, box.score()), mark);
  }

  /**
   * {@return labels of one record as numbers, filled up to {@code most} boxes}
   *
   * @param truths labelled boxes of the record
   * @param most boxes that the numbers have room for
   */
  public static float[] row(List<Truth> truths, int most) {
    float[] row = new float[most * WIDTH];
    for (int i = 0; i < most; i++) {
      row[i * WIDTH] = NONE;
    }
    for (int i = 0; i < truths.size(); i++) {
      Box b = truths.get(i).box;
      int at = i * WIDTH;
      row[at] = b.category();
      row[at + 1] = (float) b.left();
      row[at + 2] = (float) b.top();
      row[at + 3] = (float) b.right();
      row[at + 4] = (float) b.bottom();
      row[at + 5] = truths.get(i).mark.number;
    }
    return row;
  }

  /**
   * {@return the boxes of one of {@code records} rows as {@link #row} writes them}
   *
   * @param labels of all records, row by row
   * @param record its number, from 0
   * @param records how many there are
   */
  public static List<Truth> of(double[] labels, int record, int records) {
    int width = labels.length / records;
    List<Truth> truths = new ArrayList<>();
    for (int at = record * width; at < (record + 1) * width; at += WIDTH) {
      if (labels[at] != NONE) {
        Box box =
            new Box(
                labels[at + 1],
                labels[at + 2],
                labels[at + 3],
                labels[at + 4],
                (int) labels[at],
                1);
        truths.add(new Truth(box, Mark.of((int) labels[at + 5])));
      }
    }
    return truths;
  }
}
