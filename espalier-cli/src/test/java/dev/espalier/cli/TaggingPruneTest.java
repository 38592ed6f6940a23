package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.TaggedSentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A tagger that is trained on CoNLL columns, cut with its tags and without, and judged. */
@Tag("slow")
class TaggingPruneTest {
  @TempDir Path folder;

  @Test
  void aTaggerIsTrainedCutAndJudged() throws IOException {
    TaggedSentences.write(folder);
    Path data = folder.resolve("tags.yaml");
    Cli tuned = run("tune", folder.resolve("model.onnx"), data, "--from-scratch", "base", 12);
    assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
    Path model = folder.resolve("base/model.onnx");

    JsonNode told = Cli.run("evaluate", model, "--data", data, "--json").json();
    JsonNode metrics = told.get("metrics");
    assertTrue(metrics.get("span-f1").asDouble() > 0.95, metrics.toString());
    assertTrue(metrics.get("token-accuracy").asDouble() > 0.95, metrics.toString());
    assertTrue(told.get("perClassRecall").get("I-LOC").asDouble() > 0.9, told.toString());

    Cli cut = run("prune", model, data, "--target=macs=0.5", "run", 6);
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    JsonNode record = cut.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertEquals("span-f1", record.get("drop").get("metric").asString());
    assertTrue(
        record.get("result").get("metrics").get("span-f1").asDouble() > 0.9,
        record.get("result").toString());
    String report = Files.readString(folder.resolve("run/report.html"));
    assertTrue(report.contains("Tagging with 5 tags"), "the task is named");
    assertEquals(ExitCode.DONE, Cli.run("verify", model, folder.resolve("run")).code());

    Path alone =
        Files.writeString(
            folder.resolve("alone.yaml"),
            Files.readString(data) + "labels: none\ninputs: {text: word}\n");
    assertTrue(Cli.run("evaluate", model, "--data", alone).err().contains("no labels"));
    Cli without = run("prune", model, alone, "--target=macs=0.5", "alone", 6);
    assertEquals(ExitCode.DONE, without.code(), without.err());
    assertEquals("agreement", without.json().get("drop").get("metric").asString());
    assertTrue(without.json().get("drop").get("value").asDouble() < 0.1, without.out());

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
