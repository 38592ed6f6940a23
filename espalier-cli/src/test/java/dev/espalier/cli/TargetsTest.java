package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Several targets and several models from one command line. */
@Tag("slow")
class TargetsTest {
  @TempDir Path folder;

  @Test
  void severalTargetsAreShownWithWhatWasReached() {
    Path model = Toy.model(folder);
    Path out = folder.resolve("run");
    Cli run =
        Cli.run(
            "prune",
            model,
            "--target",
            "memory~0.001",
            "--target",
            "macs=0.6",
            "--target",
            "params=0.5",
            "--set",
            "latency.runs=10",
            "--out",
            out);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().matches("(?s).*target macs=0\\.6 +0\\.\\d{3} +met\\R.*"), run.out());
    assertTrue(run.out().matches("(?s).*target params=0\\.5 +0\\.\\d{3} +met\\R.*"), run.out());
    assertTrue(run.out().contains("missed (soft)"), run.out());
    assertTrue(run.out().contains("but not the soft memory~0.001"), run.out());
  }

  @Test
  void aFrontOfFourIsJudgedWrittenPrintedAndVerified() throws Exception {
    Path model = Toy.model(folder);
    Path out = folder.resolve("run");
    Cli run =
        Cli.run(
            "prune",
            model,
            "--data",
            Toy.data(folder),
            "--target",
            "macs=0.4",
            "--max-drop",
            "1",
            "--set",
            "tune.epochs=1",
            "--set",
            "tune.threads=1",
            "--set",
            "study=none",
            "--set",
            "latency.runs=10",
            "--out",
            out,
            "--front");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("(model.onnx)"), run.out());
    String record = Files.readString(out.resolve("run.json"));
    JsonNode front = tools.jackson.databind.json.JsonMapper.shared().readTree(record).get("front");
    assertTrue(!front.isEmpty() && front.size() <= 4, record);
    for (JsonNode member : front) {
      assertTrue(run.out().contains(member.get("file").asString()), run.out());
      assertTrue(Files.exists(out.resolve(member.get("file").asString())));
      assertTrue(Files.exists(out.resolve(member.get("plan").asString())));
      assertTrue(member.get("gateDrop").get("records").asInt() > 0);
      assertTrue(
          member.get("drop").get("high").asDouble() >= member.get("drop").get("low").asDouble());
    }
    assertTrue(Files.readString(out.resolve("report.html")).contains("From gentle to small"));
    Cli verify = Cli.run("verify", model, out);
    assertEquals(ExitCode.DONE, verify.code(), verify.out());
    assertTrue(verify.out().contains("models of the front"), verify.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mcas=0.5 | did you mean",
        "macs0.5 | is not of the form macs=0.5 (hard) or latency~0.6 (soft)",
        "latency~0.5 | is soft (~), and needs a hard one beside it",
      })
  void aWrongTargetIsRefusedBeforeAnythingBegins(String target, String message) {
    Path out = folder.resolve("none");
    Cli run = Cli.run("prune", Toy.model(folder), "--target", target, "--out", out);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains(message), run.err());
    assertTrue(!Files.exists(out));
  }
}
