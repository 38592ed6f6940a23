package dev.espalier.trial;

import dev.espalier.record.StepRecord.EpochRecord;
import java.time.Instant;
import java.util.List;

/**
 * The time that a search may take, from the start of its run. What the trials of an interrupted run
 * took counts as well.
 */
public final class Clock {
  /** What the final figures take of it, and what estimates are off by. */
  private static final double SPARED = 0.1;

  private final double seconds;
  private final long began = System.nanoTime();
  private final Instant started = Instant.now();

  /**
   * Begins now.
   *
   * @param minutes that a run may take; at least 1
   */
  public Clock(int minutes) {
    this.seconds = 60.0 * minutes;
  }

  /** {@return when the run began} */
  public Instant started() {
    return started;
  }

  /** Seconds that trials and tuning may still take; below 0 where more than all was spent. */
  double left(Trials trials) {
    double here = (System.nanoTime() - began) / 1e9;
    return (1 - SPARED) * seconds - here - trials.secondsBefore();
  }

  /**
   * Whether another trial as long as the longest so far fits in, and {@code after} seconds more. Of
   * the first one only its training counts, once: what it finds for all takes longer.
   */
  boolean allows(Trials trials, double after) {
    List<Trial> made = trials.done().stream().filter(t -> t.repeats() == 0).toList();
    double longest =
        made.size() == 1
            ? trained(made.get(0))
            : made.stream().skip(1).mapToDouble(t -> t.step().seconds()).max().orElse(0);
    return left(trials) >= longest + after;
  }

  /** Seconds of the training that was kept; of the whole trial where there was none. */
  private static double trained(Trial trial) {
    List<EpochRecord> epochs = trial.step().epochs();
    return epochs.isEmpty()
        ? trial.step().seconds()
        : epochs.stream().mapToDouble(EpochRecord::seconds).sum();
  }

  /** Of {@code epochs} as many as fit in, by what those of a trial took; at least {@code least}. */
  double affordable(Trials trials, Trial trial, double epochs, double least) {
    double each = secondsAnEpoch(trial);
    return each > 0 ? Math.max(least, Math.min(epochs, left(trials) / each)) : epochs;
  }

  /** Seconds that a tuning of so many epochs takes, by what those of a trial took. */
  double estimate(Trial trial, double epochs) {
    return epochs * secondsAnEpoch(trial);
  }

  private static double secondsAnEpoch(Trial trial) {
    List<EpochRecord> epochs = trial.step().epochs();
    return epochs.stream().mapToDouble(EpochRecord::seconds).average().orElse(0);
  }
}
