package dev.espalier.trial;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where trials are made: in this process, in others, on a cluster. A runner that works elsewhere
 * needs the run's folder, in which each trial leaves its files, and a {@link TrialWork} there.
 */
@FunctionalInterface
public interface TrialRunner {
  /**
   * Makes trials that depend on none of each other, in any order, and returns when all have ended.
   * What one of them throws ends the rest, and is thrown.
   *
   * @param specs what is to be made
   * @param ended is told of each trial once, by one thread at a time
   */
  void run(List<TrialSpec> specs, Consumer<Trial> ended);
}
