package dev.espalier.boxes;

/**
 * A box that was found.
 *
 * @param left edge, in the unit of the outputs; so are the others
 * @param top edge
 * @param right edge
 * @param bottom edge
 * @param category class number
 * @param score 0 to 1
 */
public record Box(
    double left, double top, double right, double bottom, int category, double score) {

  /**
   * {@return intersection over union, 0 to 1; 0 where neither has an area}
   *
   * @param other box in the same unit
   */
  public double overlap(Box other) {
    double common = common(other);
    double union = area() + other.area() - common;
    return union > 0 ? common / union : 0;
  }

  /** The share of this box that lies within {@code region}. */
  double within(Box region) {
    return area() > 0 ? common(region) / area() : 0;
  }

  private double common(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  private double area() {
    return Math.max(0, right - left) * Math.max(0, bottom - top);
  }
}
