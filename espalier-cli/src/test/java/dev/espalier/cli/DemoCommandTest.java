package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The first thing that anybody runs: what it promises, it keeps. */
@Tag("slow")
class DemoCommandTest {
  @TempDir Path folder;

  @Test
  void aFourthOfTheNetworkKeepsItsQuality() {
    Path out = folder.resolve("demo");
    Cli run = Cli.run("demo", "--out", out, "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode record = run.json().get("prune");
    assertTrue(fewer(record, "macs") >= 4, "MACs " + fewer(record, "macs"));
    assertTrue(fewer(record, "parameters") >= 4, "parameters " + fewer(record, "parameters"));
    assertTrue(record.get("drop").get("value").asDouble() <= 0.01, record.get("drop").toString());
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertTrue(Files.exists(out.resolve("run/report.html")));
    JsonNode dynamic = run.json().get("dynamic");
    assertTrue(dynamic.get("certificate").get("certified").asBoolean());
    double share =
        dynamic.get("result").get("macs").asDouble()
            / dynamic.get("original").get("macs").asDouble();
    assertTrue(share < 0.9, "the dynamic model takes " + share + " of the MACs");
    assertTrue(dynamic.get("drop").get("low").asDouble() <= 0.02, dynamic.get("drop").toString());
    assertEquals(
        ExitCode.DONE, Cli.run("verify", out.resolve("digits.onnx"), out.resolve("run")).code());
  }

  private static double fewer(JsonNode record, String figure) {
    double before = record.get("original").get(figure).asDouble();
    return before / record.get("result").get(figure).asDouble();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path out = Files.createDirectories(folder.resolve("mine"));
    Cli run = Cli.run("demo", "--out", out);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("exists; choose another --out"), run.err());
  }
}
