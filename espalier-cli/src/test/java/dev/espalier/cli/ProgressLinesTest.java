package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.TrialNews;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final StringWriter text = new StringWriter();
  private long seconds;
  private final ProgressLines lines =
      new ProgressLines(new PrintWriter(text, true), () -> Duration.ofSeconds(seconds).toNanos());

  @Test
  void oneLineEachHalfMinuteAndOneAtTheEnd() {
    for (seconds = 0; seconds <= 60; seconds++) {
      lines.at("tune", seconds, 120);
    }
    seconds = 120;
    lines.at("tune", 120, 120);
    assertEquals(
        "tune: 30 of 120 (25 %), 1:30 left|tune: 60 of 120 (50 %), 1:00 left|tune: done in 2:00|",
        text.toString().replace(System.lineSeparator(), "|"));
  }

  @Test
  void whatWasDoneBeforeTookNoTime() {
    lines.at("tune", 60, 120);
    seconds = 30;
    lines.at("tune", 90, 120);
    assertEquals("tune: 90 of 120 (75 %), 0:30 left", text.toString().strip());
  }

  private static TrialNews news(TrialNews.Stage stage, double before, double after) {
    boolean ended = stage == TrialNews.Stage.ENDED;
    String best = ended ? "0.50 of the MACs at accuracy 0.9100" : "";
    return new TrialNews(
        stage,
        2,
        8,
        "0.50 of the MACs",
        "accuracy",
        before,
        after,
        ended ? "accepted" : "",
        best,
        ended ? 90 : Double.NaN);
  }

  @Test
  void oneLineATrial() {
    lines.trial(news(TrialNews.Stage.BEGUN, Double.NaN, Double.NaN));
    lines.trial(news(TrialNews.Stage.CUT, 0.62, Double.NaN));
    seconds = 20;
    lines.trial(news(TrialNews.Stage.ENDED, 0.62, 0.91));
    assertEquals(
        "trial 2 of about 8: 0.50 of the MACs, accuracy 0.6200 after the cut, accuracy 0.9100 after"
            + " tuning, accepted; best so far 0.50 of the MACs at accuracy 0.9100; about 1:30 left"
            + " for all trials",
        text.toString().strip());
  }

  @Test
  void linesBetweenSayWhichTrialItIs() {
    lines.trial(news(TrialNews.Stage.CUT, 0.62, Double.NaN));
    lines.at("tuning", 0, 100);
    seconds = 30;
    lines.at("tuning", 25, 100);
    assertEquals(
        "trial 2 of about 8, 0.50 of the MACs, accuracy 0.6200 after the cut: tuning: 25 of 100"
            + " (25 %), 1:30 left",
        text.toString().strip());
  }

  @Test
  void workThatTellsNothingOfItselfIsMentionedEveryHalfMinute() {
    lines.at("measuring", 0, 1);
    for (seconds = 1; seconds <= 61; seconds++) {
      lines.tick();
    }
    lines.at("measuring", 1, 1);
    seconds = 200;
    lines.tick();
    assertEquals(
        "measuring, 0:30 so far|measuring, 1:00 so far|measuring: done in 1:02|",
        text.toString().replace(System.lineSeparator(), "|"));
    lines.trial(news(TrialNews.Stage.BEGUN, Double.NaN, Double.NaN));
    seconds = 260;
    lines.tick();
    assertTrue(
        text.toString().strip().endsWith("trial 2 of about 8, 0.50 of the MACs: at work for 1:00"),
        text.toString());
  }

  @Test
  void manyShortStagesDoNotHideEachOther() {
    for (seconds = 0; seconds < 40; seconds++) {
      lines.at("stage " + seconds / 10, seconds % 10, 10);
    }
    assertEquals("stage 3: 0 of 10 (0 %)", text.toString().strip());
  }

  @Test
  void shortWorkIsNotMentioned() {
    lines.at("tune", 0, 2);
    seconds = 20;
    lines.at("tune", 2, 2);
    assertEquals("", text.toString());
  }
}
