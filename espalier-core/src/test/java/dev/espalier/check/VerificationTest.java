package dev.espalier.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Certificate;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replaying a run: what prune wrote passes, what someone changed does not. */
@Tag("slow")
class VerificationTest extends VerifiedRun {
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
}
