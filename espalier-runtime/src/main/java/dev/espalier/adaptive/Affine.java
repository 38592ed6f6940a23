package dev.espalier.adaptive;

import dev.espalier.feed.Preprocess;
import dev.espalier.files.DataException;
import java.util.List;

/**
 * x′ = scale · x + shift, for each channel or for all alike.
 *
 * @param scale one factor, or one a channel
 * @param shift as many summands
 */
public record Affine(float[] scale, float[] shift) {
  /** Changes nothing. */
  public static final Affine NONE = new Affine(new float[] {1}, new float[] {0});

  public Affine {
    if (scale.length == 0 || scale.length != shift.length) {
      throw new IllegalArgumentException(
          scale.length + " factors and " + shift.length + " summands; there must be as many");
    }
  }

  /**
   * From what {@code from} makes of stored values to what {@code to} makes of them, each (stored ·
   * scale - mean) / std.
   *
   * @param from preprocessing of the values that there are
   * @param to preprocessing of the values that are wanted
   * @return factor and summand by channel
   */
  public static Affine between(Preprocess from, Preprocess to) {
    int channels = Math.max(Math.max(count(from), count(to)), 1);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = to.scale() / from.scale();
      double std = at(to.std(), c, channels, 1);
      scale[c] = (float) (at(from.std(), c, channels, 1) * factor / std);
      shift[c] =
          (float)
              ((at(from.mean(), c, channels, 0) * factor - at(to.mean(), c, channels, 0)) / std);
    }
    return new Affine(scale, shift);
  }

  boolean changes() {
    boolean changes = false;
    for (int c = 0; c < scale.length; c++) {
      changes |= scale[c] != 1 || shift[c] != 0;
    }
    return changes;
  }

  private static int count(Preprocess preprocess) {
    if (preprocess.standardise()) {
      throw new DataException(
          "preprocess.standardise is computed from training data; give mean and std instead");
    }
    return Math.max(preprocess.mean().size(), preprocess.std().size());
  }

  private static double at(List<Double> values, int channel, int channels, double otherwise) {
    if (values.size() > 1 && values.size() != channels) {
      throw new DataException(
          "one preprocessing has " + values.size() + " channels, the other " + channels);
    }
    return values.isEmpty() ? otherwise : values.get(values.size() == 1 ? 0 : channel);
  }
}
