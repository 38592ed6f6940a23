package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.api.Espalier;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.run.PruneResult;
import dev.espalier.torch.TorchTuner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector of drawn shapes at half its MACs, with boxes to judge by and without. */
@Tag("slow")
class ShapeDetectorTest {
  @TempDir Path folder;

  private RunRecord cut(String data, String out) {
    PruneResult result =
        Espalier.installed(Progress.NONE)
            .model(folder.resolve("detector.onnx"))
            .data(folder.resolve(data))
            .target("macs", 0.5)
            .set("study=none")
            .set("tune.epochs=10")
            .set("tune.batch=32")
            .set("tune.minUpdates=0")
            .set("cut.round=1")
            .set("latency.runs=5")
            .prune(folder.resolve(out));
    return result.record();
  }

  @Test
  void isCutWithBoxesAndWithout() throws IOException {
    ShapeDetector.write(folder, 400, 100, new TorchTuner());
    RunRecord labelled = cut("data.yaml", "labelled");
    double before = Objects.requireNonNull(labelled.outcome().original()).metrics().get("map50");
    double after = Objects.requireNonNull(labelled.outcome().result()).metrics().get("map50");
    assertTrue(before > 0.8, "trained: mAP50 " + before);
    assertTrue(after > before - 0.1, "cut: mAP50 " + before + " to " + after);
    assertTrue(labelled.outcome().result().macs() <= 0.5 * labelled.outcome().original().macs());
    assertEquals(2, labelled.outcome().result().perClass().size());
    assertEquals("map50", Objects.requireNonNull(labelled.outcome().drop()).metric());
    assertEquals(6, labelled.behaviour().boxes().size());
    String report = HtmlReport.html(labelled);
    assertTrue(report.contains("Boxes before and after") && report.contains("AP50 of each class"));

    RunRecord unlabelled = cut("unlabelled.yaml", "unlabelled");
    assertTrue(Objects.requireNonNull(unlabelled.outcome().original()).metrics().isEmpty());
    assertTrue(
        Objects.requireNonNull(unlabelled.outcome().drop()).value() < 0.2,
        "" + unlabelled.outcome().drop());
    assertTrue(unlabelled.warnings().stream().anyMatch(w -> w.contains("the data has no labels")));
    assertFalse(unlabelled.behaviour().boxes().isEmpty());
  }
}
