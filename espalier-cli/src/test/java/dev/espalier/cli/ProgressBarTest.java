package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.TrialNews;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter text = new StringWriter();
  private long seconds;
  private final ProgressBar bar =
      new ProgressBar(new PrintWriter(text), () -> Duration.ofSeconds(seconds).toNanos());

  @Test
  void showsNothingInTheFirstTwoSeconds() {
    bar.at("tune", 0, 100);
    seconds = 1;
    bar.at("tune", 50, 100);
    bar.at("tune", 100, 100);
    assertEquals("", text.toString());
  }

  @Test
  void showsStageShareAndTimeLeftThenClears() {
    bar.at("tune", 0, 100);
    seconds = 30;
    bar.at("tune", 25, 100);
    assertTrue(
        text.toString().endsWith("tune [#######.......................] 25 %, 1:30 left"),
        text.toString());
    bar.at("tune", 100, 100);
    assertTrue(text.toString().endsWith("\r\u001b[K"), text.toString());
  }

  @Test
  void namesTheTrialAndShowsItsMetric() {
    bar.trial(
        new TrialNews(
            TrialNews.Stage.CUT,
            2,
            8,
            "0.50 of the MACs",
            "accuracy",
            0.62,
            Double.NaN,
            "",
            "",
            9));
    bar.at("tuning", 0, 100);
    seconds = 30;
    bar.at("tuning", 25, 100);
    assertTrue(
        text.toString()
            .endsWith("trial 2 of 8, accuracy 0.6200, tuning [###.........] 25 %, 1:30 left"),
        text.toString());
  }

  @Test
  void aNewStageStartsItsOwnClock() {
    bar.at("tune", 0, 100);
    seconds = 5;
    bar.at("tune", 50, 100);
    int before = text.toString().length();
    bar.at("evaluate", 1, 100);
    assertEquals("\r\u001b[K", text.toString().substring(before));
  }

  @Test
  void hoursAreWrittenOut() {
    bar.at("search", 0, 10);
    seconds = 3600;
    bar.at("search", 3, 10);
    assertTrue(text.toString().endsWith("30 %, 2:20:00 left"), text.toString());
  }
}
