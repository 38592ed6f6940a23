package dev.espalier.recipe;

import java.util.List;

/** What is to shrink: {@code goal.target}, {@code goal.measure}, and what an {@link Aim} names. */
public enum Target implements Word {
  NONE("no size is asked for"),
  MACS("multiply-accumulate operations of one record"),
  PARAMS("weights"),
  BYTES("the size of the file"),
  LATENCY("the time of one call, measured on this machine"),
  MEMORY("the peak of weights and values that are alive together while one record is answered");

  private final String meaning;

  Target(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * All but {@link #NONE}.
   *
   * @return the targets that a model can be cut to
   */
  public static List<Target> sizes() {
    return List.of(MACS, PARAMS, BYTES, LATENCY, MEMORY);
  }
}
