package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
  void aTunedModelIsCertifiedAndASignatureIsChecked() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path key = pem("key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
    Path open = pem("key.pub.pem", "PUBLIC KEY", pair.getPublic().getEncoded());
    Path tuned = folder.resolve("tuned");
    Object[] settings = {"--set", "tune.epochs=1", "--set", "latency.runs=10", "--sign", key};
    List<Object> words = new ArrayList<>(List.of("tune", model, "--data", Toy.data(folder)));
    words.addAll(List.of(settings));
    words.addAll(List.of("--out", tuned));
    Cli made = Cli.run(words.toArray());
    assertEquals(ExitCode.DONE, made.code(), made.err());
    Cli verify = Cli.run("verify", model, tuned, "--key", open);
    assertEquals(ExitCode.DONE, verify.code(), verify.out() + verify.err());
    assertTrue(verify.out().contains("has the original's structure"), verify.out());

    Cli unsigned = Cli.run("verify", model, run, "--key", open);
    assertEquals(ExitCode.FAILED, unsigned.code(), unsigned.err());
    assertTrue(unsigned.out().contains("the run is not signed"), unsigned.out());

    Files.copy(model, tuned.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
    Cli other = Cli.run("verify", model, tuned, "--key", open);
    assertEquals(ExitCode.FAILED, other.code(), other.out() + other.err());
  }

  private Path pem(String name, String label, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, text, label));
  }

  @Test
  void aFolderThatIsNoRun() {
    Cli verify = Cli.run("verify", model, folder.resolve("none"));
    assertEquals(ExitCode.BAD_INPUT, verify.code());
    assertTrue(
        verify.err().contains("name the folder that prune, tune or dynamic wrote"), verify.err());
  }
}
