package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StageClockTest {
  private final StageClock clock = new StageClock(new TreeMap<>(Map.of(2, 100.0)));

  @Test
  void timeIsLinearBetweenWhatWasSeenAndFollowsNewCalls() {
    clock.note(4, 200);
    assertEquals(100, clock.predict(1));
    assertEquals(150, clock.predict(3));
    assertEquals(400, clock.predict(8));
    clock.note(4, 300);
    assertEquals(220, clock.predict(4));
    assertEquals(4, clock.fitting(8, 220));
  }

  @Test
  void coldCallsLeaveNothingBehind() {
    clock.note(1, 900);
    clock.note(2, 900);
    clock.reset(new TreeMap<>(Map.of(2, 100.0)));
    clock.note(1, 60);
    assertEquals(new TreeMap<>(Map.of(1, 60.0, 2, 100.0)), clock.seen());
  }
}
