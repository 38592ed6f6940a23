package dev.espalier.boxes;

import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Where the numbers of each candidate lie in a record of a detector's outputs.
 *
 * @param boxOutput the output that holds the boxes
 * @param boxes places of the four numbers of each candidate's box, one candidate after the other
 * @param scoreOutput the output that holds the scores
 * @param scores places of the scores of each candidate, those of one side by side
 * @param objectness places of what all scores of a candidate are multiplied by; empty without
 * @param corners whether a box is left, top, right, bottom; else middle, width and height
 * @param form what the scores are
 * @param sifted whether the model itself leaves out what it says twice
 */
public record BoxHead(
    int boxOutput,
    int[] boxes,
    int scoreOutput,
    int[] scores,
    int[] objectness,
    boolean corners,
    Form form,
    boolean sifted) {
  /** Numbers of a box. */
  public static final int SIDES = 4;

  /** Candidates below are left out: the usual one where precision is averaged (Ultralytics). */
  private static final double LEAST = 0.001;

  /** What scores are. */
  public enum Form {
    /** One a class, 0 to 1. */
    PROBABILITIES,
    /** One a class, before a sigmoid. */
    LOGITS,
    /** One a class and one of no object behind them, before a softmax. */
    SOFTMAX,
    /** One, 0 to 1, and the number of its class behind it. */
    NAMED
  }

  /** {@return candidates of a record} */
  public int candidates() {
    return boxes.length / SIDES;
  }

  /** {@return scores of a candidate} */
  public int width() {
    return scores.length / candidates();
  }

  /** Places of {@code width} numbers of each of {@code candidates}. */
  static int[] places(int candidates, int width, IntBinaryOperator place) {
    int[] all = new int[Math.multiplyExact(candidates, width)];
    for (int i = 0; i < all.length; i++) {
      all[i] = place.applyAsInt(i / width, i % width);
    }
    return all;
  }

  /** Size of an axis of an output; 0 where the file leaves it open. */
  static int size(ValueInfo output, int axis) {
    return axis < output.dims().size() && output.dims().get(axis).known()
        ? (int) output.dims().get(axis).size()
        : 0;
  }

  /** Numbers of candidates that {@code columns} make of {@code each}, all of them. */
  static int candidates(int columns, int each, BoxDecoder decoder, int classes) {
    if (each < 1 || columns % each != 0) {
      throw new DataException(
          "the model's output has "
              + columns
              + " numbers per record, which `outputs: "
              + decoder.name()
              + "` of "
              + classes
              + " classes cannot have ("
              + each
              + " for each box); name the form that it has, and all classes in order under `labels:"
              + " {classes: […]}`");
    }
    return columns / each;
  }

  /**
   * One output of a model.
   *
   * @param values of all records, one record after the other
   * @param columns numbers per record
   */
  public record Output(float[] values, int columns) {
    double at(int record, int place) {
      return values[record * columns + place];
    }
  }

  /**
   * The boxes of one record: one for each class whose score is above {@value #LEAST}, before
   * suppression.
   */
  List<Box> boxes(List<Output> outputs, int record) {
    Output scored = outputs.get(scoreOutput);
    List<Box> found = new ArrayList<>();
    for (int i = 0; i < candidates(); i++) {
      double[] shares = shares(scored, record, i);
      for (int c = 0; c < shares.length; c++) {
        if (shares[c] > LEAST) {
          int category = form == Form.NAMED ? (int) scored.at(record, scores[i * width() + 1]) : c;
          add(box(outputs.get(boxOutput), record, i, category, shares[c]), found);
        }
      }
    }
    return found;
  }

  /** Numbers that are none make no box. */
  private static void add(Box box, List<Box> found) {
    if (Double.isFinite(box.left() + box.top() + box.right() + box.bottom())
        && box.category() >= 0) {
      found.add(box);
    }
  }

  private Box box(Output output, int record, int candidate, int category, double score) {
    double[] b = new double[SIDES];
    for (int side = 0; side < SIDES; side++) {
      b[side] = output.at(record, boxes[candidate * SIDES + side]);
    }
    return corners
        ? new Box(b[0], b[1], b[2], b[3], category, score)
        : new Box(
            b[0] - b[2] / 2, b[1] - b[3] / 2, b[0] + b[2] / 2, b[1] + b[3] / 2, category, score);
  }

  /** The chance of each class; one where the model names the class. */
  double[] shares(Output output, int record, int candidate) {
    double[] shares = new double[form == Form.NAMED ? 1 : width()];
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < shares.length; c++) {
      shares[c] = output.at(record, scores[candidate * width() + c]);
      most = Math.max(most, shares[c]);
    }
    double object = objectness.length == 0 ? 1 : output.at(record, objectness[candidate]);
    for (int c = 0; c < shares.length; c++) {
      shares[c] =
          switch (form) {
            case PROBABILITIES, NAMED -> object * shares[c];
            case LOGITS -> object / (1 + Math.exp(-shares[c]));
            case SOFTMAX -> Math.exp(shares[c] - most);
          };
      sum += shares[c];
    }
    if (form != Form.SOFTMAX) {
      return shares;
    }
    double[] objects = new double[shares.length - 1];
    for (int c = 0; c < objects.length; c++) {
      objects[c] = shares[c] / sum;
    }
    return objects;
  }
}
