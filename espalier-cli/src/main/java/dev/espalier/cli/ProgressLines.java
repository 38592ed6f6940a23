package dev.espalier.cli;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import dev.espalier.progress.TrialNews.Stage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For a log file that somebody follows: a line a trial, and one twice a minute that tells how far
 * long work has come and how long it will still take.
 */
final class ProgressLines implements Progress {
  private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final PrintWriter err;
  private final LongSupplier nanos;
  private @Nullable TrialNews trial;
  private String stage = "";
  private long done;
  private long total;
  private long began;
  private long started;
  private long begun;
  private long printed;
  private boolean mentioned;

  ProgressLines(PrintWriter err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
    this.printed = nanos.getAsLong();
  }

  @Override
  public synchronized void at(String stage, long done, long total) {
    long now = nanos.getAsLong();
    if (!stage.equals(this.stage)) {
      this.stage = stage;
      started = now;
      begun = done;
      mentioned = false;
    }
    this.done = done;
    this.total = total;
    if (done < total) {
      tick();
      return;
    }
    if (mentioned) {
      print(now, stage + ": done in " + TimeText.text(now - started));
    }
    this.stage = "";
  }

  @Override
  public synchronized void trial(TrialNews news) {
    long now = nanos.getAsLong();
    if (news.stage() == Stage.ENDED) {
      trial = null;
      print(now, TrialText.ended(news));
      return;
    }
    began = news.stage() == Stage.BEGUN ? now : began;
    trial = news;
  }

  /**
   * Says what goes on where nothing was said for long; to be called now and then, since some work
   * tells nothing of itself.
   */
  synchronized void tick() {
    long now = nanos.getAsLong();
    if (now - printed < EVERY_NANOS || (stage.isEmpty() && trial == null)) {
      return;
    }
    String work = stage.isEmpty() ? "at work for " + TimeText.text(now - began) : stage(now);
    print(
        now, trial == null ? work : TrialText.under(trial) + ": " + work + TrialText.soFar(trial));
    mentioned = !stage.isEmpty();
  }

  private String stage(long now) {
    return total <= 1
        ? stage + ", " + TimeText.text(now - started) + " so far"
        : String.format(
            Locale.ROOT,
            "%s: %d of %d (%d %%)%s",
            stage,
            done,
            total,
            100 * done / total,
            TimeText.left(done - begun, total - begun, now - started));
  }

  private void print(long now, String line) {
    printed = now;
    err.println(line);
  }
}
