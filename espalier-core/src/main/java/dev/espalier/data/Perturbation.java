package dev.espalier.data;

import java.util.Arrays;
import java.util.List;

/**
 * Ways to make inputs harder, each in five strengths: the catalogue. They are applied to what a
 * model reads, after preprocessing, and measured in units of the observed {@link Spread}, so that a
 * strength means the same whatever the preprocessing was.
 *
 * <p>Strengths are near those of Hendrycks and Dietterich, Benchmarking neural network robustness
 * to common corruptions and perturbations, ICLR 2019, for small pictures.
 */
public enum Perturbation {
  /** Pictures: normal noise on every number, cut off at the channel's least and greatest value. */
  NOISE("noise", "% of the channel's range", 2, 4, 6, 8, 12),

  /**
   * Pictures: a Gaussian filter over both axes. Sides above 64 pixels widen it in proportion, so
   * that the share of the picture stays that of 64.
   */
  BLUR("blur", "deviation in pixels, for sides up to 64", 0.4, 0.6, 0.8, 1.2, 1.6),

  /** Pictures: each channel's distance from its mean over the picture shrinks. */
  CONTRAST("lower contrast", "% of the contrast left", 75, 50, 40, 30, 15),

  /** Rows and series: normal noise on every number. */
  JITTER("noise", "% of the feature's standard deviation", 10, 20, 40, 60, 100),

  /**
   * Texts: tokens leave at random, those behind move up, padding follows. The first and the last
   * token stay, since tokenizers put marks there.
   */
  DROPPED("dropped tokens", "% of the tokens", 5, 10, 20, 30, 50);

  /** The greatest strength. */
  public static final int STRENGTHS = 5;

  private final String title;
  private final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // never written to, never given away
  private final double[] amounts;

  Perturbation(String title, String unit, double... amounts) {
    this.title = title;
    this.unit = unit;
    this.amounts = amounts;
  }

  /**
   * {@return those that make sense for such inputs; none for ids, which have no neighbours}
   *
   * @param layout how records lie in inputs
   */
  public static List<Perturbation> fitting(Layout layout) {
    return switch (layout.kind()) {
      case IMAGE -> List.of(NOISE, BLUR, CONTRAST);
      case SERIES, TABLE -> List.of(JITTER);
      case TOKENS -> List.of(DROPPED);
      case IDS -> List.of();
    };
  }

  /**
   * For a person.
   *
   * @return a title for a person
   */
  public String title() {
    return title;
  }

  /**
   * What amounts count.
   *
   * @return a unit for a person
   */
  public String unit() {
    return unit;
  }

  /**
   * How much there is at a strength, in {@link #unit}.
   *
   * @param strength 1 to 5
   * @return an amount in that unit
   */
  public double amount(int strength) {
    if (strength < 1 || strength > STRENGTHS) {
      throw new IllegalArgumentException(
          "strength "
              + strength
              + " is none of 1 to "
              + STRENGTHS
              + " "
              + Arrays.toString(amounts));
    }
    return amounts[strength - 1];
  }
}
