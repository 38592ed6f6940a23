package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  @Test
  void shortWorkIsNotMentioned() {
    lines.at("tune", 0, 2);
    seconds = 20;
    lines.at("tune", 2, 2);
    assertEquals("", text.toString());
  }
}
