package dev.espalier.trial;

import dev.espalier.progress.Workers;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes trials in this process: one after the other, or some at a time, each thread with parts of
 * its own.
 */
final class LocalTrials implements TrialRunner {
  private final Supplier<TrialWork> others;
  private final int parallel;
  private final LinkedBlockingQueue<TrialWork> idle = new LinkedBlockingQueue<>();
  private int made = 1;

  /**
   * @param own does the work where there is one trial at a time
   * @param others makes the same for another thread
   * @param parallel how many trials are made at a time
   */
  LocalTrials(TrialWork own, Supplier<TrialWork> others, int parallel) {
    this.others = others;
    this.parallel = parallel;
    idle.add(own);
  }

  @Override
  public void run(List<TrialSpec> specs, Consumer<Trial> ended) {
    for (; made < Math.min(parallel, specs.size()); made++) {
      idle.add(others.get());
    }
    Workers.map(specs, parallel, spec -> made(spec, ended));
  }

  private Trial made(TrialSpec spec, Consumer<Trial> ended) {
    TrialWork work = idle.remove();
    try {
      Trial trial = work.of(spec);
      synchronized (this) {
        ended.accept(trial);
      }
      return trial;
    } finally {
      idle.add(work);
    }
  }
}
