package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every command on a small network that embeds sentences: with pairs, with documents, alone. */
@Tag("slow")
class EmbeddingPruneTest {
  @TempDir Path folder;
  private Path model = Path.of("");
  private Path pairs = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Sentences.write(folder);
    model = folder.resolve("model.onnx");
    pairs = folder.resolve("pairs.yaml");
  }

  private Cli prune(Path data, String out, String... goal) {
    Object[] words = {
      "prune",
      model,
      "--data",
      data,
      "--out",
      folder.resolve(out),
      "--json",
      "--set",
      "tune.threads=1",
      "--set",
      "tune.optimizer=adamw",
      "--set",
      "tune.batch=32",
      "--set",
      "tune.epochs=4",
      "--set",
      "latency.runs=5",
      "--set",
      "schedule.trials=3"
    };
    Object[] all = java.util.Arrays.copyOf(words, words.length + goal.length);
    System.arraycopy(goal, 0, all, words.length, goal.length);
    return Cli.run(all);
  }

  @Test
  void pairsWithScoresAreJudgedCutProvenAndCompared() {
    JsonNode metrics = Cli.run("evaluate", model, "--data", pairs, "--json").json().get("metrics");
    assertTrue(metrics.get("spearman").asDouble() > 0.5, metrics.toString());
    assertEquals(ExitCode.DONE, Cli.run("inspect", model).code());

    Cli run = prune(pairs, "run", "--max-drop", "0.05");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode record = run.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertEquals("spearman", record.get("drop").get("metric").asString());
    assertEquals(200, record.get("drop").get("records").asInt());
    assertTrue(
        record.get("drop").get("low").asDouble() < record.get("drop").get("high").asDouble());
    assertTrue(
        record.get("result").get("macs").asLong() < record.get("original").get("macs").asLong());
    assertTrue(record.get("result").get("metrics").get("cosine-1%").asDouble() <= 1);
    JsonNode moved = record.get("moved");
    assertTrue(moved.get("pairs").asBoolean());
    assertEquals(2, moved.get("most").get(0).get("shown").size());

    assertEquals(ExitCode.DONE, Cli.run("verify", model, folder.resolve("run")).code());
    Path result = folder.resolve("run/model.onnx");
    Cli compared = Cli.run("compare", model, result, "--data", pairs, "--runs", "5", "--json");
    assertEquals(ExitCode.DONE, compared.code(), compared.err());
    assertEquals("spearman", compared.json().get("drop").get("metric").asString());
  }

  @Test
  void documentsAreFoundAndSentencesAloneWillDo() throws IOException {
    Path documents =
        Files.writeString(
            folder.resolve("documents.yaml"),
            """
            {format: jsonl, path: pairs.jsonl, labels: {pair: [query, document]}, tokenizer: tokenizer.json,
             metric: recall@1, splits: {test: 0-119}}
            """);
    JsonNode metrics =
        Cli.run("evaluate", model, "--data", documents, "--json").json().get("metrics");
    assertTrue(metrics.get("mrr").asDouble() > metrics.get("recall@1").asDouble());
    assertTrue(metrics.get("recall@10").asDouble() >= metrics.get("recall@1").asDouble());

    Path texts =
        Files.writeString(
            folder.resolve("texts.yaml"),
            "{task: embedding, format: tsv, path: texts.tsv, columns: [label, text], inputs: {text: text},"
                + " labels: none, tokenizer: tokenizer.json}");
    Cli alone = Cli.run("evaluate", model, "--data", texts);
    assertNotEquals(ExitCode.DONE, alone.code());
    assertTrue(alone.err().contains("compare two models"), alone.err());
    Cli run = prune(texts, "alone", "--target", "macs=0.5");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.json().get("warnings").toString().contains("no labels"), run.out());
    assertTrue(run.json().get("result").get("metrics").get("cosine").asDouble() > 0.8, run.out());
  }

  @Test
  void aDynamicModelIsRefusedBeforeAnythingIsMade() {
    Cli dynamic =
        Cli.run(
            "dynamic", model, "--data", pairs, "--out", folder.resolve("d"), "--max-drop", "0.01");
    assertNotEquals(ExitCode.DONE, dynamic.code());
    assertTrue(dynamic.err().contains("espalier prune"), dynamic.err());
    assertTrue(Files.notExists(folder.resolve("d")));
  }
}
