package dev.espalier.search;

import java.util.List;

/**
 * One value for each dimension of a space, in its order.
 *
 * @param values one of the choices of each dimension
 */
public record Point(List<Integer> values) {
  public Point {
    values = List.copyOf(values);
  }
}
