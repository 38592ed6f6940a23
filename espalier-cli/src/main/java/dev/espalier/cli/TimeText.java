package dev.espalier.cli;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for a person. */
final class TimeText {
  private TimeText() {}

  /** Minutes and seconds, with hours where there are any. */
  static String text(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  /** What is left when work goes on as fast as so far; empty before anything is done. */
  static String left(long done, long total, long elapsedNanos) {
    return done == 0 ? "" : ", " + text(elapsedNanos / done * (total - done)) + " left";
  }
}
