package dev.espalier.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Work that several threads do side by side, all of which have ended when it returns. */
public final class Workers {
  private Workers() {}

  /**
   * The results of all items, in their order. What one item throws is thrown once the others, which
   * are told to stop, have ended.
   *
   * @param items what is worked on
   * @param threads at most; with one, the calling thread does everything
   * @param work done for each item
   * @param <A> kind of an item
   * @param <B> kind of a result
   * @return one result an item
   */
  public static <A, B> List<B> map(List<A> items, int threads, Function<A, B> work) {
    int used = Math.min(threads, items.size());
    if (used <= 1) {
      List<B> results = new ArrayList<>();
      items.forEach(item -> results.add(work.apply(item)));
      return results;
    }
    ExecutorService pool = Executors.newFixedThreadPool(used);
    try {
      List<Future<B>> futures =
          items.stream().map(item -> pool.submit(() -> work.apply(item))).toList();
      List<B> results = new ArrayList<>();
      for (Future<B> future : futures) {
        results.add(awaited(future));
      }
      return results;
    } finally {
      closed(pool);
    }
  }

  private static <B> B awaited(Future<B> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waited for to the end, since work may hold native memory. */
  private static void closed(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
