package dev.espalier.stage;

import dev.espalier.progress.Progress;

/**
 * What every stage of a trial may know.
 *
 * @param trial identity of the trial, for files of its own
 * @param parent identity of the trial whose model it begins with; {@value #ORIGINAL} for none
 * @param number of the trial, from 1, for a person
 * @param seed of everything random
 * @param progress to tell whoever waits
 */
public record StageContext(String trial, String parent, int number, long seed, Progress progress) {
  /** Stands for the original where a trial's parent is asked for. */
  public static final String ORIGINAL = "original";
}
