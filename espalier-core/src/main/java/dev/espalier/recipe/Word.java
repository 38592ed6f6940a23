package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonValue;

/** A value of a setting that is one of a fixed list of words. */
public interface Word {
  /** As recipes have it: {@code from-scratch}. */
  @JsonValue
  String word();

  /** What it stands for, in one line. */
  String meaning();
}
