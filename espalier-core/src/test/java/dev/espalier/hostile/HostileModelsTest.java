package dev.espalier.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged models are refused in words or accepted; bench/hostile.sh tries many more. */
@Tag("slow")
class HostileModelsTest {
  private static final int MUTANTS = 200;

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "structure"})
  void damagedModelsEndInWords(String kind, @TempDir Path folder)
      throws IOException, InterruptedException {
    Hostile hostile = new Hostile(folder);
    for (int seed = 0; seed < MUTANTS; seed++) {
      hostile.one(kind, seed);
    }
    assertEquals(Map.of(), hostile.bugs);
    assertTrue(hostile.counts.get(Hostile.Outcome.REFUSED) > MUTANTS / 5, hostile.counts::toString);
    assertTrue(
        hostile.counts.get(Hostile.Outcome.ACCEPTED) > MUTANTS / 10, hostile.counts::toString);
  }
}
