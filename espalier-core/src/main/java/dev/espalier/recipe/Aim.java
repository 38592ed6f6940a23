package dev.espalier.recipe;

import dev.espalier.catalogue.Nearest;
import java.util.List;

/**
 * One target: what is to shrink, and to which share of the original's.
 *
 * @param what is to shrink: any but {@link Target#NONE}
 * @param ratio the size against the original's, above 0 and at most 1
 * @param hard whether a run that misses it has failed to reach its goal; a soft one is aimed at
 *     beside the hard ones and gives way first
 */
public record Aim(Target what, double ratio, boolean hard) {
  /**
   * Reads {@code macs=0.5} (hard) or {@code latency~0.6} (soft).
   *
   * @param text a target, with its share of the original's
   * @return the target
   * @throws RecipeException saying what is wrong, with the nearest word
   */
  public static Aim parse(String text) {
    int at = Math.max(text.indexOf('='), text.indexOf('~'));
    if (at < 1) {
      throw new RecipeException(
          "'" + text + "' is not of the form macs=0.5 (hard) or latency~0.6 (soft)");
    }
    Target what = what(text.substring(0, at).strip());
    return new Aim(what, ratio(text, text.substring(at + 1).strip()), text.charAt(at) == '=');
  }

  private static Target what(String word) {
    List<String> known = EnumWords.of(Target.sizes());
    if (!known.contains(word)) {
      throw new RecipeException(
          "there is no target '" + word + "'; did you mean '" + Nearest.to(word, known) + "'?");
    }
    return Target.sizes().get(known.indexOf(word));
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

  /**
   * As {@link #parse} reads it.
   *
   * @return the target as text
   */
  public String text() {
    return what.word() + (hard ? "=" : "~") + RecipeYaml.number(ratio);
  }
}
