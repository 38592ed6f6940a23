package dev.espalier.recipe;

import dev.espalier.catalogue.Nearest;
import java.util.List;

/**
 * One target: what is to shrink, and to which share of the original's.
 *
 * @param what one of {@link #KINDS}
 * @param ratio the size against the original's, above 0 and at most 1
 * @param hard whether a run that misses it has failed to reach its goal; a soft one is aimed at
 *     beside the hard ones and gives way first
 */
public record Aim(String what, double ratio, boolean hard) {
  /** What can be aimed at. */
  public static final List<String> KINDS = List.of("macs", "params", "bytes", "latency", "memory");

  /**
   * Reads {@code macs=0.5} (hard) or {@code latency~0.6} (soft).
   *
   * @throws RecipeException saying what is wrong, with the nearest word
   */
  public static Aim parse(String text) {
    int at = Math.max(text.indexOf('='), text.indexOf('~'));
    if (at < 1) {
      throw new RecipeException(
          "'" + text + "' is not of the form macs=0.5 (hard) or latency~0.6 (soft)");
    }
    String what = text.substring(0, at).strip();
    if (!KINDS.contains(what)) {
      throw new RecipeException(
          "there is no target '" + what + "'; did you mean '" + Nearest.to(what, KINDS) + "'?");
    }
    return new Aim(what, ratio(text, text.substring(at + 1).strip()), text.charAt(at) == '=');
  }

  private static double ratio(String text, String number) {
    try {
      double ratio = Double.parseDouble(number);
      if (ratio > 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      throw new RecipeException("'" + number + "' in '" + text + "' is not a number", e);
    }
    throw new RecipeException(
        "the ratio of '" + text + "' is the size against the original's: above 0 and at most 1");
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return what + (hard ? "=" : "~") + RecipeYaml.number(ratio);
  }
}
