package dev.espalier.cli;

import dev.espalier.tune.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line twice a minute that tells how far long work has come and how long it will still take, for
 * a log file that somebody follows.
 */
final class ProgressLines implements Progress {
  private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final PrintWriter err;
  private final LongSupplier nanos;
  private String stage = "";
  private long started;
  private long begun;
  private long printed;

  ProgressLines(PrintWriter err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  @Override
  public synchronized void at(String stage, long done, long total) {
    long now = nanos.getAsLong();
    if (!stage.equals(this.stage)) {
      this.stage = stage;
      started = now;
      begun = done;
      printed = now;
    }
    if (done >= total) {
      if (printed > started) {
        err.println(stage + ": done in " + Clock.text(now - started));
      }
      this.stage = "";
    } else if (now - printed >= EVERY_NANOS) {
      printed = now;
      err.println(
          String.format(
              Locale.ROOT,
              "%s: %d of %d (%d %%)%s",
              stage,
              done,
              total,
              100 * done / total,
              Clock.left(done - begun, total - begun, now - started)));
    }
  }
}
