package dev.espalier.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.job.RunSignature;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunFile;
import dev.espalier.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What run.json says: it binds every file, agrees with the plan, and may be signed. */
@Tag("slow")
class RecordVerificationTest extends VerifiedRun {
  @Test
  void everyFileOfTheRunIsBound() throws IOException {
    Path original = original();
    Path run = run(original, "goal.front=2", "schedule.kind=linear", "schedule.steps=2");
    Verification sound = Verification.of(original, run);
    assertTrue(sound.certified(), sound.message());
    for (RunFile file : Json.read(run.resolve("run.json"), RunRecord.class).outcome().files()) {
      Path path = run.resolve(file.name());
      byte[] before = Files.readAllBytes(path);
      byte[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = '\n';
      if (!file.name().endsWith(".onnx")) { // an ONNX file with a line break is none
        Files.write(path, after);
        Verification found = Verification.of(original, run);
        assertEquals(
            file.name() + " is not the file that the run wrote: its SHA-256 is another",
            found.message());
        assertFalse(found.certified());
      }
      Files.write(path, before);
    }
    Path recipe = run.resolve("recipe.yaml");
    Files.delete(recipe);
    assertEquals("recipe.yaml is missing", Verification.of(original, run).message());
  }

  @Test
  void aRecordThatLeavesAFileOutIsRefused() throws IOException {
    Path original = original();
    Path run = run();
    edit(run, "\"name\" : \"model.onnx\"", "\"name\" : \"recipe.yaml\"");
    String message =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(message.contains("has no SHA-256 of model.onnx"), message);
  }

  @Test
  void aRecordThatLeavesItsFolderIsRefused() throws IOException {
    Path original = original();
    Path run = run();
    edit(run, "\"name\" : \"recipe.yaml\"", "\"name\" : \"../original.onnx\"");
    String message =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(message.contains("'../original.onnx', which lies outside"), message);
  }

  /** The report tells of the record: units that the plan does not cut must not stand there. */
  @Test
  void aRecordThatTellsOfAnotherPlanIsFound() throws IOException {
    Path original = original();
    Path run = run();
    RunRecord record = Json.read(run.resolve("run.json"), RunRecord.class);
    GroupRecord group =
        record.structure().groups().stream()
            .filter(g -> g.cut().size() > 1)
            .findFirst()
            .orElseThrow();
    String text = Json.text(group.cut());
    edit(run, text.strip().replaceAll("\\s+", " "), "[ ]");
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(
        found.message().startsWith("run.json does not agree with plan.json"), found.message());
  }

  /** A group of which nothing stays is one whose block went; the plan says which do. */
  @Test
  void aRecordThatSaysAGroupIsGoneIsFound() throws IOException {
    Path original = original();
    Path run = run();
    RunRecord record = Json.read(run.resolve("run.json"), RunRecord.class);
    long kept = record.structure().groups().get(0).kept();
    edit(run, "\"kept\" : " + kept + ",", "\"kept\" : 0,");
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(found.message().endsWith("are cut, others than run.json says"), found.message());
  }

  @Test
  void aSignedRunIsCheckedByItsKey() throws Exception {
    Path original = original();
    Path run = run();
    KeyPair mine = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair others = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path key = pem("key.pem", "PRIVATE KEY", mine.getPrivate().getEncoded());
    Path open = pem("key.pub.pem", "PUBLIC KEY", mine.getPublic().getEncoded());
    assertEquals(
        "the run is not signed: there is no run.json.sig",
        Verification.of(original, run, RunSignature.publicKey(open)).message());
    RunSignature.sign(run, RunSignature.privateKey(key));
    assertTrue(Verification.of(original, run, RunSignature.publicKey(open)).certified());
    assertTrue(Verification.of(original, run).message().endsWith("--key FILE checks by whom"));
    assertFalse(Verification.of(original, run, others.getPublic()).certified());
    Files.writeString(run.resolve("run.json"), " ", StandardOpenOption.APPEND);
    Verification changed = Verification.of(original, run, RunSignature.publicKey(open));
    assertEquals("run.json is not what the owner of this key has signed", changed.message());
    String wrong =
        assertThrows(DataException.class, () -> RunSignature.privateKey(open)).getMessage();
    assertTrue(wrong.contains("openssl genpkey -algorithm ed25519"), wrong);
  }

  private Path pem(String name, String label, byte[] der) throws IOException {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aRunThatHasNotEndedSaysHowToGoOn() throws IOException {
    Path original = original();
    Path run = run();
    Files.createDirectory(run.resolve("work"));
    Files.writeString(
        run.resolve("work/begun.json"),
        "{\"command\": [\"prune\", \"m.onnx\", \"--out\", \"run\"], \"directory\": \"/some where\"}");
    String message =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(
        message.endsWith("cd '/some where' && espalier prune m.onnx --out run --resume"), message);
  }
}
