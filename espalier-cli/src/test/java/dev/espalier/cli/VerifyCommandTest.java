package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class VerifyCommandTest {
  @TempDir Path folder;
  private Path model;
  private Path run;

  @BeforeEach
  void prune() {
    model = Toy.model(folder);
    run = folder.resolve("run");
    Cli made =
        Cli.run("prune", model, "--target", "macs=0.5", "--set", "latency.runs=10", "--out", run);
    assertEquals(ExitCode.DONE, made.code(), made.err());
  }

  @Test
  void aRunIsCertified() {
    Cli verify = Cli.run("verify", model, run, "--json");
    assertEquals(ExitCode.DONE, verify.code(), verify.err());
    JsonNode json = verify.json();
    assertTrue(json.get("certified").asBoolean());
    assertTrue(json.get("structureEqual").asBoolean());
    assertTrue(json.get("maxAbsError").asDouble() < 1e-3);
    assertTrue(json.get("maxRelError").asDouble() <= 1e-4);
  }

  @Test
  void aModelThatWasExchanged() throws IOException {
    Files.copy(model, run.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
    Cli verify = Cli.run("verify", model, run);
    assertEquals(ExitCode.FAILED, verify.code());
    assertTrue(
        verify.out().startsWith("NOT certified: model.onnx is not what plan.json gives"),
        verify.out());
  }

  @Test
  void aPlanThatWasChanged() throws IOException {
    Path plan = run.resolve("plan.json");
    String text = Files.readString(plan);
    String group = text.replaceFirst("(?s).*?\"groups\" *: *\\{\\s*\"([^\"]+)\".*", "$1");
    Files.writeString(plan, text.replace("\"" + group + "\"", "\"nosuch\""));
    Cli verify = Cli.run("verify", model, run);
    assertEquals(ExitCode.BAD_INPUT, verify.code());
    assertTrue(verify.err().contains("the model has no group nosuch"), verify.err());
  }

  @Test
  void aFolderThatIsNoRun() {
    Cli verify = Cli.run("verify", model, folder.resolve("none"));
    assertEquals(ExitCode.BAD_INPUT, verify.code());
    assertTrue(
        verify.err().contains("name the folder that prune, tune or dynamic wrote"), verify.err());
  }
}
