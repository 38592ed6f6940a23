package dev.espalier.adaptive;

import dev.espalier.model.ValueInfo;

/**
 * Meaning and shape of a model's first output.
 *
 * @param answer what it says
 * @param rank number of axes, with the rows
 * @param width size of axis 1: 1 where there is none, -1 where it is not stated
 */
public record AnswerForm(RowAnswer answer, int rank, int width) {
  static AnswerForm of(RowAnswer answer, ValueInfo output) {
    int rank = output.dims().size();
    return new AnswerForm(answer, rank, rank < 2 ? 1 : (int) output.dims().get(1).size());
  }

  boolean binary() {
    return width == 1;
  }
}
