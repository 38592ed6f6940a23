package dev.espalier.feed;

import java.util.Arrays;
import java.util.List;

/**
 * Where a stored image comes to lie in what the model sees: resized to the whole of it, or in the
 * middle of a canvas with its proportions kept (a letterbox). Sizes and margins are rounded as
 * Ultralytics' LetterBox does; pixels are resized as by {@link Resampling}.
 */
public final class Placement {
  private final int storedHeight;
  private final int storedWidth;
  private final int height;
  private final int width;
  private final int top;
  private final int left;
  private final int innerHeight;
  private final int innerWidth;
  private final double down;
  private final double right;
  private final float fill;
  private final Resampling resampling;

  private Placement(int[] from, int[] canvas, int[] inner, float fill) {
    this.storedHeight = from[0];
    this.storedWidth = from[1];
    this.height = canvas[0];
    this.width = canvas[1];
    this.innerHeight = inner[0];
    this.innerWidth = inner[1];
    this.top = (height - innerHeight) / 2;
    this.left = (width - innerWidth) / 2;
    this.down = (double) innerHeight / from[0];
    this.right = (double) innerWidth / from[1];
    this.fill = fill;
    this.resampling = new Resampling(from[0], from[1], innerHeight, innerWidth);
  }

  /**
   * Of an image of this size, as {@code preprocess} says.
   *
   * @param preprocess from stored to model values
   * @param height in pixels
   * @param width in pixels
   * @return where the image comes to lie in what the model sees
   */
  public static Placement of(Preprocess preprocess, int height, int width) {
    int[] from = {height, width};
    if (!preprocess.letterbox().isEmpty()) {
      int[] canvas = sizes(preprocess.letterbox());
      double ratio = Math.min((double) canvas[0] / height, (double) canvas[1] / width);
      int[] inner = {fitted(height, ratio, canvas[0]), fitted(width, ratio, canvas[1])};
      return new Placement(from, canvas, inner, preprocess.fill());
    }
    int[] to = preprocess.resize().isEmpty() ? from : sizes(preprocess.resize());
    return new Placement(from, to, to, 0);
  }

  private static int[] sizes(List<Integer> of) {
    return new int[] {of.get(0), of.get(1)};
  }

  private static int fitted(int size, double ratio, int most) {
    return Math.max(1, Math.min(most, (int) Math.rint(size * ratio)));
  }

  /**
   * Of the stored image.
   *
   * @return pixels of a column of the stored image
   */
  public int storedHeight() {
    return storedHeight;
  }

  /**
   * Of the stored image.
   *
   * @return pixels of a row of the stored image
   */
  public int storedWidth() {
    return storedWidth;
  }

  /**
   * Of what the model sees.
   *
   * @return pixels of a column of what the model sees
   */
  public int height() {
    return height;
  }

  /**
   * Of what the model sees.
   *
   * @return pixels of a row of what the model sees
   */
  public int width() {
    return width;
  }

  /**
   * {@return where a point of the stored image, so many pixels from its left edge, comes to lie}
   *
   * @param stored pixels from the left edge
   */
  public double x(double stored) {
    return left + stored * right;
  }

  /**
   * {@return where a point of the stored image, so many pixels from its upper edge, comes to lie}
   *
   * @param stored pixels from the upper edge
   */
  public double y(double stored) {
    return top + stored * down;
  }

  /**
   * One plane, row by row.
   *
   * @param plane of the stored image, row by row
   * @return the plane as the model sees it
   */
  public float[] apply(float[] plane) {
    float[] inner = resampling.apply(plane);
    if (innerHeight == height && innerWidth == width) {
      return inner;
    }
    float[] canvas = new float[height * width];
    Arrays.fill(canvas, fill);
    for (int y = 0; y < innerHeight; y++) {
      System.arraycopy(inner, y * innerWidth, canvas, (top + y) * width + left, innerWidth);
    }
    return canvas;
  }
}
