package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.DrawnShapes;
import dev.espalier.Sentences;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.record.MovedRecord;
import dev.espalier.record.RunBehaviour;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in fewer bits is shown beside the original as a cut one is, whatever its task. */
@Tag("slow")
class QuantisedBehaviourTest {
  @TempDir Path folder;

  /** What is smallest is taken, so that nothing depends on a time. */
  private RunRecord quantise(Path data) {
    PruneRequest request =
        new PruneRequest(
            folder.resolve("model.onnx"),
            data,
            FittedNetwork.recipe(
                "quant.kind=weights", "goal.maxDrop=0.5", "goal.target=bytes", "goal.ratio=0.95"),
            folder.resolve("run"));
    return new QuantiseRun(Progress.NONE).quantise(request).record();
  }

  @Test
  void vectorsThatMovedAreShown() throws IOException {
    Sentences.write(folder);
    RunRecord record = quantise(folder.resolve("pairs.yaml"));
    MovedRecord moved = record.behaviour().moved();
    assertNotNull(moved, record.message());
    assertTrue(moved.pairs());
    assertFalse(moved.most().isEmpty());
    assertNull(record.behaviour().answers());
  }

  @Test
  void masksAreShown() throws IOException {
    DrawnShapes.write(folder.resolve("discs/train"), 16, 1);
    DrawnShapes.write(folder.resolve("discs/test"), 16, 2);
    GraphBuilder g = GraphBuilder.fresh("discs", 1);
    String x = g.input("x", 1, DrawnShapes.SIDE, DrawnShapes.SIDE);
    x = g.relu(g.conv("first", x, ConvSpec.of(32, 3)));
    x = g.relu(g.conv("second", x, ConvSpec.of(32, 3)));
    OnnxWriter.write(
        g.output(g.conv("head", x, ConvSpec.of(2, 1)), "mask").build(),
        folder.resolve("model.onnx"));
    Path data =
        Files.writeString(
            folder.resolve("discs.yaml"),
            """
            task: segmentation
            format: masks
            path: discs
            splits: {train: train, test: test}
            preprocess: {channels: 1, scale: 0.00392156862745098}
            """);
    RunRecord record = quantise(data);
    RunBehaviour behaviour = record.behaviour();
    assertEquals(6, behaviour.masks().size(), record.message());
    assertNull(behaviour.moved());
    assertTrue(HtmlReport.html(record).contains("Masks before and after"));
  }
}
