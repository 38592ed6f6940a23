package dev.espalier.model;

import java.util.List;

/**
 * What a person states of a model's inputs, where the file leaves it open.
 *
 * @param shapes as {@link InputShapes#stated} takes them
 * @param fixed values that never change, each {@code NAME=VALUE}
 */
public record StatedInputs(List<String> shapes, List<String> fixed) {
  /** Nothing is stated. */
  public static final StatedInputs NONE = new StatedInputs(List.of(), List.of());

  public StatedInputs {
    shapes = List.copyOf(shapes);
    fixed = List.copyOf(fixed);
  }
}
