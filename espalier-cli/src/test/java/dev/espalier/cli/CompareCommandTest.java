package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class CompareCommandTest {
  @TempDir Path folder;

  @Test
  void aModelAgreesWithItself() {
    Path model = Toy.model(folder);
    Cli run =
        Cli.run(
            "compare",
            model,
            model,
            "--data",
            Toy.data(folder),
            "--runs",
            10,
            "--batch",
            "4",
            "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode json = run.json();
    for (String name : List.of("parameters", "macs", "bytes")) {
      assertEquals(1.0, json.get("ratios").get(name).asDouble());
      assertTrue(json.get("a").get(name).asLong() > 0, name);
    }
    assertTrue(json.get("ratios").get("latency").asDouble() > 0);
    assertEquals(0.0, json.get("agreement").get("maxAbs").asDouble());
    assertEquals(0.0, json.get("agreement").get("maxRel").asDouble());
    assertEquals(0.0, json.get("drop").get("value").asDouble());
    assertEquals(json.get("a").get("metrics"), json.get("b").get("metrics"));
    assertTrue(json.get("a").get("metrics").has("accuracy"));
  }

  /** Other writers may take more bytes for the same model. */
  @Test
  void bytesAreThoseOnDisk() throws IOException {
    Path model = Toy.model(folder);
    Path wordy = folder.resolve("wordy.onnx");
    Files.write(wordy, Files.readAllBytes(model));
    Files.write(wordy, new byte[] {8, 8}, StandardOpenOption.APPEND); // ir_version once more
    JsonNode json = Cli.run("compare", model, wordy, "--runs", 10, "--json").json();
    assertEquals(Files.size(model), json.get("a").get("bytes").asLong());
    assertEquals(Files.size(model) + 2, json.get("b").get("bytes").asLong());
  }

  @Test
  void latencyIsToldForEachBatchAndNumberOfThreads() {
    Path model = Toy.model(folder);
    JsonNode rows =
        Cli.run("compare", model, model, "--runs", 10, "--batch", "4", "--json")
            .json()
            .get("b")
            .get("latency");
    List<String> settings = new ArrayList<>();
    for (JsonNode row : rows) {
      settings.add(row.get("batch").asInt() + "x" + row.get("threads").asInt());
      for (String name : List.of("meanMicros", "medianMicros", "p95Micros", "p99Micros")) {
        assertTrue(row.get(name).asDouble() > 0, name);
      }
    }
    assertEquals(List.of("1x1", "1x2", "4x1", "4x2"), settings);
  }

  @Test
  void textTellsFactorsAndOperators() {
    Path model = Toy.model(folder);
    Cli run =
        Cli.run("compare", model, model, "--runs", 10, "--batch", 1, "--threads", 1, "--operators");
    assertTrue(run.out().contains("1.00x"), run.out());
    assertTrue(run.out().contains("operator, batch 1"), run.out());
    assertTrue(run.out().contains("on seeded random inputs"), run.out());
  }

  @Test
  void modelsWithOtherInputsAreRefused() {
    GraphBuilder g = GraphBuilder.fresh("other", 1);
    Path other = folder.resolve("other.onnx");
    OnnxWriter.write(g.output(g.gemm("fc", g.input("z", 4), 2), "y").build(), other);
    Cli run = Cli.run("compare", Toy.model(folder), other);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("take different inputs"), run.err());
  }

  @Test
  void aBatchOfNothing() {
    Path model = Toy.model(folder);
    Cli run = Cli.run("compare", model, model, "--batch", 0);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("--batch must be at least 1"), run.err());
  }
}
