package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.record.StepRecord.EpochRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuneRateTest {
  @Test
  void theFirstEpochDoesNotCount() {
    assertEquals(20, TuneRate.median(List.of(epoch(1), epoch(10), epoch(30), epoch(20))));
    assertEquals(15, TuneRate.median(List.of(epoch(1), epoch(10), epoch(20))));
  }

  @Test
  void oneEpochIsTooFew() {
    assertThrows(IllegalArgumentException.class, () -> TuneRate.median(List.of(epoch(1))));
  }

  private static EpochRecord epoch(double rate) {
    return new EpochRecord(1, 0, 0, 0, 0, rate);
  }
}
