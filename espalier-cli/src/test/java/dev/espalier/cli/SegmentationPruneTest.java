package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.DrawnShapes;
import dev.espalier.Graphs;
import dev.espalier.data.DataSource;
import dev.espalier.data.SplitMark;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A segmenter that is trained on folders of masks, cut with masks and without, and judged. */
@Tag("slow")
class SegmentationPruneTest {
  private static final String RETINA =
      """
      task: segmentation
      format: masks
      path: retina
      images: images
      masks: masks
      valid: fov
      splits: {train: train, test: test}
      preprocess: {channels: 1, scale: 0.00392156862745098}
      """;

  @TempDir Path folder;

  @Test
  void aSegmenterIsTrainedCutAndJudged() throws IOException {
    DrawnShapes.write(folder.resolve("retina/train"), 192, 1);
    DrawnShapes.write(folder.resolve("retina/test"), 48, 2);
    OnnxWriter.write(Graphs.unet(1), folder.resolve("model.onnx"));
    Path data = Files.writeString(folder.resolve("retina.yaml"), RETINA);
    Cli tuned = run("tune", folder.resolve("model.onnx"), data, "--from-scratch", "base", 12);
    assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
    Path model = folder.resolve("base/model.onnx");

    JsonNode told = Cli.run("evaluate", model, "--data", data, "--json").json();
    for (String metric : new String[] {"iou", "dice", "auc", "accuracy"}) {
      assertTrue(told.get("metrics").get(metric).asDouble() > 0.8, told.toString());
    }

    Cli cut = run("prune", model, data, "--target=macs=0.5", "run", 8);
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    JsonNode record = cut.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertEquals("iou", record.get("drop").get("metric").asString());
    assertTrue(
        record.get("result").get("metrics").get("iou").asDouble() > 0.75,
        record.get("result").toString());
    String report = Files.readString(folder.resolve("run/report.html"));
    assertTrue(report.contains("Masks before and after"), "pictures of masks");
    assertTrue(report.contains("Segmentation into 2 classes"), "the task is named");
    assertEquals(ExitCode.DONE, Cli.run("verify", model, folder.resolve("run")).code());

    Path alone = Files.writeString(folder.resolve("alone.yaml"), RETINA + "labels: none\n");
    Path other = folder.resolve("other.onnx");
    Model trained = OnnxReader.read(model);
    OnnxWriter.write(SplitMark.put(trained, DataSource.open(alone, trained)), other);
    assertTrue(Cli.run("evaluate", other, "--data", alone).err().contains("no labels"));
    Cli without = run("prune", other, alone, "--target=macs=0.5", "alone", 8);
    assertEquals(ExitCode.DONE, without.code(), without.err());
    assertEquals("agreement", without.json().get("drop").get("metric").asString());
    assertTrue(without.json().get("drop").get("value").asDouble() < 0.25, without.out());

    Cli dynamic =
        Cli.run(
            "dynamic", model, "--data", data, "--out", folder.resolve("d"), "--max-drop", "0.1");
    assertNotEquals(ExitCode.DONE, dynamic.code());
    assertTrue(dynamic.err().contains("espalier prune"), dynamic.err());
  }

  private Cli run(String command, Path of, Path data, String how, String out, int epochs) {
    return Cli.training(command, of, data, how, folder.resolve(out), epochs, 0.01);
  }
}
