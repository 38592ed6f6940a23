package dev.espalier.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "flaw, lawn, 2",
    "'', abc, 3",
    "abc, '', 3",
    "same, same, 0",
    "epcohs, epochs, 2"
  })
  void distances(String a, String b, int letters) {
    assertEquals(letters, Nearest.distance(a, b));
  }

  @Test
  void theFirstOfTheNearest() {
    assertEquals("train", Nearest.to("trian", List.of("test", "train", "validation")));
    assertEquals("ab", Nearest.to("a", List.of("ab", "ac")));
    assertEquals("", Nearest.to("a", List.of()));
  }
}
