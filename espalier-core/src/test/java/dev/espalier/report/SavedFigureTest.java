package dev.espalier.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.record.LayerRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedFigureTest {
  private static LayerRecord layer(String name, long macsAfter, double before, double after) {
    List<Long> dims = List.of(8L, 8L);
    return new LayerRecord(name, "Conv", dims, dims, 8, 8, 1000, macsAfter, 64, 64, before, after);
  }

  @Test
  void aLayerThatBecameSlowerIsShownToHave() {
    String page =
        SavedFigure.figure(List.of(layer("a", 400, 20, 45), layer("b", 1000, 60, 60))).toString();
    assertTrue(page.contains("MACs and time saved"), page);
    assertTrue(page.contains("30.00 %, 1.00 k → 400"), page);
    assertTrue(page.contains("-31.25 %, 20.0 µs → 45.0 µs"), page);
  }

  @Test
  void withoutTimesThereAreMacsAlone() {
    String page = SavedFigure.figure(List.of(layer("a", 400, 0, 0))).toString();
    assertTrue(page.contains("60.00 %"), page);
    assertFalse(page.contains("µs"), page);
  }
}
