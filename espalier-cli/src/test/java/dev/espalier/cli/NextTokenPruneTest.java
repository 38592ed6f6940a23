package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.TaggedSentences;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A model of the next token: trained on text, cut on text that it writes itself, judged on text.
 */
@Tag("slow")
class NextTokenPruneTest {
  @TempDir Path folder;

  @Test
  void aModelOfTextsIsTrainedAndCutOnWhatItWritesItself() throws IOException {
    TaggedSentences.write(folder);
    TaggedSentences.writeTexts(folder);
    OnnxWriter.write(TaggedSentences.next(48), folder.resolve("next.onnx"));
    Path data = folder.resolve("texts.yaml");
    Cli tuned = run("tune", folder.resolve("next.onnx"), data, "--from-scratch", "base", 8);
    assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
    Path model = elsewhere(folder.resolve("base/model.onnx"));
    JsonNode metrics = Cli.run("evaluate", model, "--data", data, "--json").json().get("metrics");
    double loss = metrics.get("loss").asDouble();
    assertTrue(loss < 1.5, metrics.toString());
    assertEquals(Math.exp(loss), metrics.get("perplexity").asDouble(), 1e-9);

    Path own = folder.resolve("own.jsonl");
    Cli sampled =
        Cli.run("sample", model, "--start", "2", "--count", "300", "--length", "12", "--out", own);
    assertEquals(ExitCode.DONE, sampled.code(), sampled.err());
    Path alone =
        Files.writeString(
            folder.resolve("own.yaml"), "{task: next-token, format: jsonl, path: own.jsonl}");
    Cli cut = run("prune", model, alone, "--target=macs=0.5", "run", 8);
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    JsonNode record = cut.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertEquals("perplexity", record.get("drop").get("metric").asString());
    assertTrue(record.get("result").get("metrics").get("best-token").asDouble() > 0.6, cut.out());
    String report = Files.readString(folder.resolve("run/report.html"));
    assertTrue(report.contains("next token of 23"), "the task is named");
    assertTrue(report.contains("loss per token"), "texts that moved most");
    Path result = folder.resolve("run/model.onnx");
    double after =
        Cli.run("evaluate", result, "--data", data, "--json")
            .json()
            .get("metrics")
            .get("loss")
            .asDouble();
    assertTrue(after < loss + 0.2, loss + " to " + after);
  }

  @Test
  void storiesHaveTheLossThatWasMeasuredElsewhere() throws IOException {
    Path home = SharedData.require("data/tiny-stories");
    Path model = SharedData.require("models/text/stories260k.onnx");
    Path ids =
        Files.writeString(
            folder.resolve("ids.yaml"),
            """
            {task: next-token, format: npz, path: %s/ids.npz, inputs: {input_ids: input_ids},
             splits: {validation: {column: split, values: [1]}, test: {column: split, values: [2]}}}
            """
                .formatted(home));
    Path text =
        Files.writeString(
            folder.resolve("text.yaml"),
            """
            {task: next-token, format: text, path: %s/stories.txt, tokenizer: %s/tokenizer.json, length: 128,
             splits: {train: 0-39, validation: 40-49, test: 50-59}}
            """
                .formatted(home, home));
    JsonNode segments = Cli.run("evaluate", model, "--data", ids, "--json").json();
    assertEquals(38, segments.get("records").asInt());
    assertEquals(1.6026, segments.get("metrics").get("loss").asDouble(), 1e-4);
    JsonNode stories = Cli.run("evaluate", model, "--data", text, "--json").json();
    assertEquals(40, stories.get("records").asInt(), "the same stories, not cut off at 512 tokens");
    assertEquals(1.6212, stories.get("metrics").get("loss").asDouble(), 1e-4);
  }

  /** The same without the mark of its splits, as a model that was not trained here. */
  private Path elsewhere(Path trained) {
    Model marked = OnnxReader.read(trained);
    Path file = folder.resolve("elsewhere.onnx");
    OnnxWriter.write(
        new Model(
            marked.graph(),
            marked.irVersion(),
            marked.opsets(),
            Map.of(),
            marked.rest(),
            marked.ending()),
        file);
    return file;
  }

  private Cli run(String command, Path of, Path data, String how, String out, int epochs) {
    return Cli.training(command, of, data, how, folder.resolve(out), epochs, 0.01);
  }
}
