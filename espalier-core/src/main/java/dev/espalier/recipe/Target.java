package dev.espalier.recipe;

import java.util.List;

/** What is to shrink: {@code goal.target}, {@code goal.measure}, and what an {@link Aim} names. */
public enum Target implements Word {
  NONE("none", "no size is asked for"),
  MACS("macs", "multiply-accumulate operations of one record"),
  PARAMS("params", "weights"),
  BYTES("bytes", "the size of the file"),
  LATENCY("latency", "the time of one call, measured on this machine"),
  MEMORY(
      "memory",
      "the peak of weights and values that are alive together while one record is answered");

  private final String word;
  private final String meaning;

  Target(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** All but {@link #NONE}. */
  public static List<Target> sizes() {
    return List.of(MACS, PARAMS, BYTES, LATENCY, MEMORY);
  }
}
