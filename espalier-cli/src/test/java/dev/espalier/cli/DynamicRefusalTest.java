package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for a dynamic run that cannot be met. */
@Tag("slow")
class DynamicRefusalTest {
  @TempDir Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void digits() throws IOException {
    Digits.copy(folder);
    model = folder.resolve("digits.onnx");
    data = folder.resolve("digits.yaml");
  }

  @Test
  void wrongRequestsAreRefusedWithARemedy() {
    Path out = folder.resolve("never");
    Cli neither = Cli.run("dynamic", "--data", data, "--out", out);
    assertEquals(ExitCode.BAD_INPUT, neither.code());
    assertTrue(neither.err().contains("--from"), neither.err());
    Cli nothing =
        Cli.run(
            "dynamic",
            model,
            "--data",
            data,
            "--set",
            "dynamic.members=none",
            "--set",
            "dynamic.exits=0",
            "--set",
            "dynamic.gates=0.5",
            "--set",
            "dynamic.tokens=0.5",
            "--set",
            "study=none",
            "--out",
            out);
    assertEquals(ExitCode.BAD_INPUT, nothing.code());
    assertTrue(nothing.err().contains("dynamic.members"), nothing.err());
    assertTrue(nothing.err().contains("has no residual blocks"), nothing.err());
    assertTrue(nothing.err().contains("no attention"), nothing.err());
    Cli signal =
        Cli.run(
            "dynamic",
            "--from",
            model,
            model,
            "--data",
            data,
            "--set",
            "dynamic.signal=loudness",
            "--out",
            folder.resolve("never2"));
    assertEquals(ExitCode.BAD_INPUT, signal.code());
    assertTrue(signal.err().contains("dynamic.signal"), signal.err());
  }
}
