package dev.espalier.op;

/**
 * One axis of one value.
 *
 * @param value name of the value
 * @param index axis number, counted from 0
 */
public record Axis(String value, int index) {
  @Override
  public String toString() {
    return value + ":" + index;
  }
}
