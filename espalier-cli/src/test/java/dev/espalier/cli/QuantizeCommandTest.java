package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class QuantizeCommandTest {
  private static final String SMALLEST = "bytes=0.6";

  @TempDir Path folder;

  /** Bytes are aimed at, so that nothing depends on a time. */
  @Test
  void theSmallestFileThatKeepsTheMetricIsVerified() throws Exception {
    Digits.copy(folder);
    Path out = folder.resolve("run");
    Path model = folder.resolve("digits.onnx");
    Cli made =
        Cli.run(
            "quantize",
            model,
            "--data",
            folder.resolve("digits.yaml"),
            "--target",
            SMALLEST,
            "--max-drop",
            "0.02",
            "--set",
            "latency.runs=5",
            "--out",
            out,
            "--json");
    assertEquals(ExitCode.DONE, made.code(), made.err());
    JsonNode record = made.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    assertTrue(
        record.get("result").get("bytes").asDouble()
            <= 0.6 * record.get("original").get("bytes").asDouble());
    assertTrue(record.get("drop").get("value").asDouble() <= 0.05);
    assertEquals(
        "min-max", record.get("steps").get(0).get("reasons").get(0).asString().split("[ :,]+")[1]);
    assertTrue(Files.exists(out.resolve("report.html")));
    Cli verify = Cli.run("verify", model, out);
    assertEquals(ExitCode.DONE, verify.code(), verify.out());
  }

  @Test
  void anUnknownCalibrationIsRefusedBeforeAnythingIsWritten() throws Exception {
    Digits.copy(folder);
    Cli run =
        Cli.run(
            "quantize",
            folder.resolve("digits.onnx"),
            "--set",
            "quant.calibration=percentil",
            "--out",
            folder.resolve("run"));
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("percentile"), run.err());
    assertFalse(Files.exists(folder.resolve("run")));
  }
}
