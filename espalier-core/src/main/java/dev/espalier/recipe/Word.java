package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A value of a setting that is one of a fixed list of words: a constant of an enumeration. */
public interface Word {
  /** {@return the constant's name} */
  String name();

  /**
   * As recipes have it: {@code from-scratch} for {@code FROM_SCRATCH}.
   *
   * @return the word
   */
  @JsonValue
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return what it stands for, in one line} */
  String meaning();
}
