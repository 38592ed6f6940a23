package dev.espalier.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunSignature;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Certificate;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunFile;
import dev.espalier.record.RunRecord;
import dev.espalier.run.Pruner;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replaying a run: what prune wrote passes, what someone changed does not. */
@Tag("slow")
class VerificationTest {
  /** What most tests have a copy of. */
  @TempDir static Path made;

  @TempDir Path folder;

  @BeforeAll
  static void prune() {
    pruned(original(made), made.resolve("run"));
  }

  private static Path original(Path folder) {
    Path file = folder.resolve("original.onnx");
    OnnxWriter.write(Graphs.vgg(5), file);
    return file;
  }

  private Path original() {
    return original(folder);
  }

  private static void pruned(Path original, Path out, String... settings) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "latency.runs=10");
    recipe = RecipeCodec.set(RecipeCodec.set(recipe, "goal.target=macs"), "goal.ratio=0.4");
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    new Pruner(Tools.weightsOnly(Progress.NONE))
        .prune(new PruneRequest(original, null, recipe, out));
  }

  /** A run by other settings. */
  private Path run(Path original, String... settings) {
    Path out = folder.resolve("run");
    pruned(original, out, settings);
    return out;
  }

  /** A copy of the run that is there. */
  private Path run() throws IOException {
    Path out = folder.resolve("run");
    try (Stream<Path> files = Files.walk(made.resolve("run"))) {
      for (Path file : files.toList()) {
        Files.copy(file, out.resolve(made.resolve("run").relativize(file).toString()));
      }
    }
    return out;
  }

  @Test
  void whatPruneWroteIsCertified() throws IOException {
    Path original = original();
    Verification found = Verification.of(original, run());
    assertTrue(found.certified(), found.message());
    assertTrue(found.structureEqual());
    assertTrue(found.maxRelError() <= Certificate.RTOL);
  }

  @Test
  void cutsInStepsAreReplayedOneByOne() {
    Path original = original();
    Path run = run(original, "schedule.kind=linear", "schedule.steps=3");
    List<Done> stages = StagePlan.read(run.resolve("plan.json")).stages();
    assertEquals(
        List.of("prepare", "cut", "cut", "cut"), stages.stream().map(Done::stage).toList());
    assertFalse(stages.get(3).as(PrunePlan.class).constants().isEmpty());
    Verification found = Verification.of(original, run);
    assertTrue(found.certified(), found.message());
  }

  @Test
  void aTamperedShapeIsFound() throws IOException {
    Path original = original();
    Path run = run();
    OnnxWriter.write(Graphs.vgg(5), run.resolve("model.onnx"));
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertFalse(found.structureEqual());
    assertTrue(found.message().contains("model.onnx is not what plan.json gives"), found.message());
  }

  @Test
  void tamperedWeightsAreFound() throws IOException {
    Path original = original();
    Path run = run();
    Model model = OnnxReader.read(run.resolve("model.onnx"));
    Graph graph = model.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
    weights.replaceAll((name, tensor) -> tensor.rank() < 4 ? tensor : ones(tensor));
    OnnxWriter.write(model.withGraph(graph.withInitializers(weights)), run.resolve("model.onnx"));
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(found.message().contains("holds other values"), found.message());
  }

  @Test
  void aMaskedWeightThatCameBackIsFound() {
    Path original = original();
    Path run = run(original, "cut.granularity=weights", "goal.target=params");
    Verification sound = Verification.of(original, run);
    assertTrue(sound.certified(), sound.message());
    Model model = OnnxReader.read(run.resolve("model.onnx"));
    Graph graph = model.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
    weights.replaceAll((name, tensor) -> tensor.rank() < 2 ? tensor : ones(tensor));
    OnnxWriter.write(model.withGraph(graph.withInitializers(weights)), run.resolve("model.onnx"));
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(found.message().contains("holds other values"), found.message());
  }

  private static Tensor ones(Tensor tensor) {
    float[] values = new float[tensor.size()];
    Arrays.fill(values, 1);
    return Tensor.floats(values, tensor.dims());
  }

  /** Other units of the same number fit the structure: the plan's own sum tells. */
  @Test
  void aPlanThatKeepsOtherUnitsIsFound() throws IOException {
    Path original = original();
    Path run = run();
    Path file = run.resolve("plan.json");
    List<Done> stages = new java.util.ArrayList<>(StagePlan.read(file).stages());
    PrunePlan plan = stages.get(1).as(PrunePlan.class);
    Map<String, PrunePlan.Keep> groups = new LinkedHashMap<>(plan.groups());
    groups.replaceAll((name, keep) -> new PrunePlan.Keep(keep.units(), shifted(keep)));
    stages.set(1, Done.of("cut", new PrunePlan("blocks", groups, Map.of(), Map.of(), List.of())));
    Json.write(StagePlan.of(stages), file);
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(
        found.message().startsWith("model.onnx is not what plan.json gives"), found.message());
  }

  /** As many units, the last ones. */
  private static int[] shifted(PrunePlan.Keep keep) {
    int[] kept = keep.kept().clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = keep.units() - kept.length + i;
    }
    return kept;
  }

  @Test
  void aPlanThatNamesWrongGroups() throws IOException {
    Path original = original();
    Path run = run();
    PrunePlan plan =
        new PrunePlan(
            "blocks",
            Map.of("nosuch", new PrunePlan.Keep(4, new int[] {0, 1})),
            Map.of(),
            Map.of(),
            List.of());
    Json.write(plan, run.resolve("plan.json"));
    String message =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(message.contains("the model has no group nosuch"), message);
  }

  @Test
  void aPlanThatKeepsUnitsThatAreNotThere() throws IOException {
    Path original = original();
    Path run = run();
    PrunePlan plan = StagePlan.read(run.resolve("plan.json")).stages().get(1).as(PrunePlan.class);
    Map<String, PrunePlan.Keep> groups = new LinkedHashMap<>(plan.groups());
    String first = groups.keySet().iterator().next();
    int units = groups.get(first).units();
    groups.put(first, new PrunePlan.Keep(units, new int[] {0, units}));
    Json.write(
        new PrunePlan("blocks", groups, Map.of(), Map.of(), List.of()), run.resolve("plan.json"));
    String message =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(message.contains("has " + units + " units"), message);
  }

  @Test
  void aPlanOfAnotherTimeOrWithAStrangeStage() throws IOException {
    Path original = original();
    Path run = run();
    Path file = run.resolve("plan.json");
    StagePlan plan = StagePlan.read(file);
    Json.write(new StagePlan(3, plan.stages()), file);
    String format =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(format.contains("plan.json: its format is 3"), format);
    Json.write(StagePlan.of(List.of(Done.of("fold", 1))), file);
    String strange =
        assertThrows(DataException.class, () -> Verification.of(original, run)).getMessage();
    assertTrue(strange.contains("nothing here knows the stage \"fold\""), strange);
  }

  @Test
  void anotherOriginal() throws IOException {
    Path run = run();
    Path other = folder.resolve("other.onnx");
    OnnxWriter.write(Graphs.vgg(6), other);
    String message =
        assertThrows(DataException.class, () -> Verification.of(other, run)).getMessage();
    assertTrue(message.contains("is not the original of"), message);
    assertEquals(2, message.split("SHA-256|has ").length - 1, message);
  }

  /** Nothing was trained, so the weights are the plan's, whatever sum the record has. */
  @Test
  void otherWeightsOfAnUntunedResultAreFoundByTheirValues() throws IOException {
    Path original = original();
    Path run = run();
    Path file = run.resolve("model.onnx");
    Model model = OnnxReader.read(file);
    Graph graph = model.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
    String first =
        weights.keySet().stream().filter(n -> weights.get(n).rank() == 4).findFirst().orElseThrow();
    float[] values = weights.get(first).floats().clone();
    values[0] = Math.nextUp(values[0]);
    weights.put(first, Tensor.floats(values, weights.get(first).dims()));
    String before = Sha256.of(file);
    OnnxWriter.write(model.withGraph(graph.withInitializers(weights)), file);
    edit(run, before, Sha256.of(file));
    Verification found = Verification.of(original, run);
    assertFalse(found.certified());
    assertTrue(found.message().endsWith("holds other values"), found.message());
  }

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

  private static void edit(Path run, String from, String to) throws IOException {
    Path record = run.resolve("run.json");
    String text = Files.readString(record);
    assertTrue(text.contains(from), from + " is not in run.json");
    Files.writeString(record, text.replace(from, to));
  }
}
