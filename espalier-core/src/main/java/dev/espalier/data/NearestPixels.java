package dev.espalier.data;

import dev.espalier.feed.Placement;
import java.util.Arrays;

/**
 * Which stored pixel each pixel that the model sees is of: the nearest one, since numbers of
 * classes have no means.
 */
final class NearestPixels {
  private final int[] columns;
  private final int[] rows;
  private final int stored;

  NearestPixels(Placement placement) {
    columns = sources(placement.width(), placement.storedWidth(), placement.x(0), placement.x(1));
    rows = sources(placement.height(), placement.storedHeight(), placement.y(0), placement.y(1));
    stored = placement.storedWidth();
  }

  private static int[] sources(int seen, int stored, double zero, double one) {
    int[] sources = new int[seen];
    Arrays.setAll(
        sources,
        i -> {
          int at = (int) Math.floor((i + 0.5 - zero) / (one - zero));
          return at >= 0 && at < stored ? at : -1;
        });
    return sources;
  }

  /** Pixels that the model sees. */
  int size() {
    return rows.length * columns.length;
  }

  /** Number of the stored pixel, row by row; -1 beside the stored image. */
  int of(int pixel) {
    int row = rows[pixel / columns.length];
    int column = columns[pixel % columns.length];
    return row < 0 || column < 0 ? -1 : row * stored + column;
  }
}
