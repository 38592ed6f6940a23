package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a training in their order, each prepared (read, augmented, shown to the teacher)
 * on another thread while the one before it is learnt from.
 */
final class TrainingBatches implements AutoCloseable {
  /** Keeps the seeds of different requests apart. */
  private static final long SPREAD = 0xD1342543DE82EF95L;

  private final Tuner.Request request;
  private final Dataset train;
  private final Tuner.Regime regime;
  private final int perEpoch;
  private final long total;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(TrainingBatches::thread);
  private SplittableRandom random = new SplittableRandom();
  private Rows order = new Rows(new int[0]);
  private long prepared;
  private @Nullable Future<Prepared> next;

  TrainingBatches(Tuner.Request request) {
    this(request, 0);
  }

  /**
   * @param epochs that were gone through already
   */
  TrainingBatches(Tuner.Request request, int epochs) {
    this.request = request;
    this.train = request.material().train();
    this.regime = request.regime();
    int size = Math.min(regime.settings().amount().batch(), train.size());
    this.perEpoch = -Math.floorDiv(-train.size(), Math.max(1, size));
    this.total = regime.epochs() > 0 ? Math.max(1, Math.round(regime.epochs() * perEpoch)) : 0;
    this.prepared = (long) epochs * perEpoch;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "espalier-batches");
    thread.setDaemon(true);
    return thread;
  }

  /** Steps in the whole training. */
  long total() {
    return total;
  }

  int perEpoch() {
    return perEpoch;
  }

  /** The next batch; begins to prepare the one after it. */
  Prepared next() {
    Future<Prepared> ready = next != null ? next : worker.submit(this::prepare);
    next = null;
    Prepared out = await(ready);
    if (prepared < total) {
      next = worker.submit(this::prepare);
    }
    return out;
  }

  private Prepared prepare() {
    int within = (int) (prepared % perEpoch);
    if (within == 0) {
      random = new SplittableRandom(regime.seed() + prepared / perEpoch * SPREAD);
      order = Rows.all(train.size()).shuffled(random);
    }
    Rows rows = order.slice(bound(within), bound(within + 1));
    Batch batch = train.augmented(rows.numbers(), augmentation());
    Teacher teacher = request.teacher();
    boolean asked =
        regime.settings().lesson().imitation() > 0
            || batch.labels() == null
            || request.task().taught();
    return new Prepared(batch, teacher != null && asked ? teacher.outputs(batch) : null);
  }

  /** Batches of an epoch are of one size, as far as its records can be divided so. */
  private int bound(int batch) {
    return (int) ((long) batch * order.size() / perEpoch);
  }

  /** Drawn anew in each epoch, or the same again for a row after as many epochs as it has views. */
  private IntFunction<RandomGenerator> augmentation() {
    long epoch = prepared++ / perEpoch;
    int views = regime.settings().amount().views();
    long view = views == 0 ? 0 : 1 + epoch % views;
    return row ->
        view == 0 ? random : new SplittableRandom(regime.seed() * SPREAD + (view << 32 | row));
  }

  private static Prepared await(Future<Prepared> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for data", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the next batch could not be prepared", e.getCause());
    }
  }

  /**
   * Waits for the batch that is being prepared: it uses the teacher, which the caller closes. It is
   * not interrupted, since that would close files in the middle of writing.
   */
  @Override
  public void close() {
    worker.shutdown();
    boolean interrupted = false;
    while (!worker.isTerminated()) {
      try {
        worker.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
