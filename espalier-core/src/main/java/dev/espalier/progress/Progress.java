package dev.espalier.progress;

/** Told how far long work has come. */
@FunctionalInterface
public interface Progress {
  /** Nobody follows. */
  Progress NONE = (stage, done, total) -> {};

  /**
   * Told how far a stage of the work has come.
   *
   * @param stage what is being done, for a person
   * @param done units of work finished
   * @param total units in all; {@code done == total} ends the stage
   */
  void at(String stage, long done, long total);

  /**
   * Told of each trial of a run: when it begins, when it is cut, and when it ended.
   *
   * @param news which trial, and what happened to it
   */
  default void trial(TrialNews news) {}

  /**
   * Told at once of what a person should know before a run ends.
   *
   * @param warning one sentence
   */
  default void warned(String warning) {}
}
