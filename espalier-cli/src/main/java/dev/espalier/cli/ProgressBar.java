package dev.espalier.cli;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that tells which trial is made, how far long work has come and how long it
 * will still take; nothing in a stage's first two seconds.
 */
final class ProgressBar implements Progress {
  private static final int WIDTH = 30;
  private static final int WIDTH_BESIDE_A_TRIAL = 12;
  private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final LongSupplier nanos;
  private String trial = "";
  private String stage = "";
  private long started;
  private long begun;
  private long drawn;
  private boolean visible;

  ProgressBar(PrintWriter err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  @Override
  public synchronized void at(String stage, long done, long total) {
    long now = nanos.getAsLong();
    if (!stage.equals(this.stage)) {
      clear();
      this.stage = stage;
      started = now;
      begun = done;
    }
    if (done >= total) {
      clear();
      this.stage = "";
    } else if (now - started >= QUIET_NANOS && (!visible || now - drawn >= REDRAW_NANOS)) {
      err.print(CLEAR_LINE + line(done, total, now - started));
      err.flush();
      drawn = now;
      visible = true;
    }
  }

  @Override
  public synchronized void trial(TrialNews news) {
    trial = news.stage() == TrialNews.Stage.ENDED ? "" : TrialText.brief(news) + ", ";
  }

  private String line(long done, long total, long elapsed) {
    int width = trial.isEmpty() ? WIDTH : WIDTH_BESIDE_A_TRIAL;
    int filled = (int) (width * done / total);
    return String.format(
        Locale.ROOT,
        "%s%s [%s%s] %d %%%s",
        trial,
        stage,
        "#".repeat(filled),
        ".".repeat(width - filled),
        100 * done / total,
        TimeText.left(done - begun, total - begun, elapsed));
  }

  private void clear() {
    if (visible) {
      err.print(CLEAR_LINE);
      err.flush();
      visible = false;
    }
  }
}
