package dev.espalier.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.espalier.files.Limit;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a call of the runtime that takes longer than {@link Limit#CALL_SECONDS}: a Loop may have no
 * end. The runtime stops between two nodes. Close it when the call has returned.
 */
final class TimeLimit implements AutoCloseable {
  private final OrtSession.RunOptions options;
  private final ScheduledFuture<?> end;
  private boolean passed;
  private boolean closed;

  private TimeLimit() throws OrtException {
    options = new OrtSession.RunOptions();
    end = Clock.ONLY.schedule(this::pass, Limit.CALL_SECONDS.value(), TimeUnit.SECONDS);
  }

  static TimeLimit start() throws OrtException {
    return new TimeLimit();
  }

  OrtSession.RunOptions options() {
    return options;
  }

  /** Whether the call was told to end. */
  synchronized boolean passed() {
    return passed;
  }

  private synchronized void pass() {
    if (closed) {
      return;
    }
    passed = true;
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot be told to end a call", e);
    }
  }

  @Override
  public synchronized void close() {
    end.cancel(false);
    closed = true;
    options.close();
  }

  /** One thread for all calls, made when first needed; it keeps no process alive. */
  private static final class Clock {
    static final ScheduledThreadPoolExecutor ONLY = create();

    private static ScheduledThreadPoolExecutor create() {
      ScheduledThreadPoolExecutor clock =
          new ScheduledThreadPoolExecutor(
              1,
              work -> {
                Thread thread = new Thread(work, "time limit of calls");
                thread.setDaemon(true);
                return thread;
              });
      clock.setRemoveOnCancelPolicy(true);
      return clock;
    }
  }
}
