package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code prune} with widths found by search, on the bundled digits. */
@Tag("slow")
class SearchedPruneTest {
  @TempDir Path folder;

  @Test
  void tenTrialsFindWidthsThatAreCutTunedAndProven() throws IOException {
    for (String file : new String[] {"digits.onnx", "digits.yaml", "digits.csv.gz"}) {
      try (InputStream in = DemoCommand.class.getResourceAsStream("/digits/" + file)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(file));
      }
    }
    Path out = folder.resolve("run");
    Cli run =
        Cli.run(
            "prune",
            folder.resolve("digits.onnx"),
            "--data",
            folder.resolve("digits.yaml"),
            "--target",
            "macs=0.5",
            "--set",
            "search.policy=tpe",
            "--set",
            "search.trials=10",
            "--set",
            "search.examples=200",
            "--set",
            "tune.epochs=1",
            "--set",
            "latency.runs=10",
            "--out",
            out,
            "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode record = run.json();
    JsonNode search = record.get("searches").get(0);
    assertEquals(10, search.get("trials").size());
    assertEquals(search.get("dimensions").size(), search.get("trials").get(0).get("values").size());
    assertTrue(
        record.get("result").get("macs").asDouble()
            <= 0.5 * record.get("original").get("macs").asDouble());
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertEquals(ExitCode.DONE, Cli.run("verify", folder.resolve("digits.onnx"), out).code());
  }
}
