package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void statesWhatWasMeasured() {
    RunRecord run =
        RunRecord.builder()
            .original(figures(1000, 200, 0.92))
            .result(figures(500, 100, 0.91))
            .drop(new Drop("accuracy", 0.01, 0.005, 0.015, 0.95, 0.02, 5000, "paired"))
            .expected(new Drop("accuracy", 0.008, -0.004, 0.02, 0.95, 0.02, 5000, "predicted"))
            .certificate(new CertificateRecord(true, 1e-6, 1e-7, 1e-4, 1e-5, ""))
            .status(Status.DONE, "reached")
            .build();
    assertEquals(
        "| net | done | 500 (0.500) | 500 (0.500) | 500 (0.500) | accuracy | 0.9200 | – | 0.9100"
            + " | 0.0100 (0.0050 to 0.0150) | -0.0040 to 0.0200, held | holds, 1.0e-06 | 2.00x (1 thr.) | – | 0 s |",
        Rows.row("net", run));
  }

  @Test
  void anUnfinishedRunSaysWhy() {
    RunRecord run = RunRecord.builder().status(Status.FAILED, "no labels").build();
    assertEquals("| net | failed | no labels |", Rows.row("net", run));
  }

  private static Figures figures(long size, double micros, double accuracy) {
    List<LatencyFigure> latency = List.of(new LatencyFigure(1, 1, micros, micros, micros, micros));
    return new Figures(size, size, size, 0, 0, latency, Map.of("accuracy", accuracy), List.of());
  }
}
