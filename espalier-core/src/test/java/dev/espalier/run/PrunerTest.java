package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.check.Verification;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.ModelFormatException;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.plan.PrunePlan;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.BlockRecord;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.LayerRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.record.TargetRecord;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import dev.espalier.tune.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main flow from the weights alone, on a small residual network. */
@Tag("slow")
class PrunerTest {
  @TempDir Path folder;

  private final Pruner pruner = new Pruner(Tools.weightsOnly(Progress.NONE));

  private Path model() {
    Path file = folder.resolve("resnet.onnx");
    OnnxWriter.write(Graphs.resnet(5), file);
    return file;
  }

  private static Recipe recipe(String... settings) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "latency.runs=10");
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  @Test
  void halvesTheMacsFromTheWeightsAlone() {
    PruneResult result =
        pruner.prune(
            new PruneRequest(
                model(),
                null,
                recipe("goal.target=macs", "goal.ratio=0.5"),
                folder.resolve("run")));
    RunRecord record = Json.read(folder.resolve("run/run.json"), RunRecord.class);
    assertEquals(Status.DONE, record.status());
    double ratio = (double) record.outcome().result().macs() / record.outcome().original().macs();
    assertTrue(ratio <= 0.5 && ratio > 0.4, "ratio " + ratio);
    assertTrue(record.outcome().certificate().certified());
    assertFalse(record.warnings().isEmpty());
    assertFalse(Files.exists(folder.resolve("run/work")));
    PrunePlan read =
        StagePlan.read(folder.resolve("run/plan.json")).stages().get(1).as(PrunePlan.class);
    assertEquals(result.plan().groups(), read.groups());
    assertEquals(result.plan().constants().keySet(), read.constants().keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut.allocation=global",
        "cut.allocation=uniform",
        "cut.allocation=staircase",
        "cut.granularity=blocks",
        "cut.granularity=units+blocks"
      })
  void allTargetsHoldTogetherWhateverChoosesWidths(String way) {
    boolean blocks = way.endsWith("blocks");
    Recipe recipe =
        recipe(
            way,
            "goal.target=macs",
            "goal.ratio=" + (blocks ? 0.8 : 0.6),
            "goal.also=params=" + (blocks ? 0.8 : 0.5) + ",memory=" + (blocks ? 0.9 : 0.7),
            "schedule.kind=geometric",
            "schedule.steps=2");
    RunRecord record =
        pruner.prune(new PruneRequest(model(), null, recipe, folder.resolve("run"))).record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(
        List.of("macs", "params", "memory"),
        record.outcome().targets().stream().map(TargetRecord::what).toList());
    for (TargetRecord target : record.outcome().targets()) {
      assertTrue(target.met() && target.hard(), target.toString());
      assertTrue(target.reached() <= target.asked() + 1e-9, target.toString());
    }
    double macs = (double) record.outcome().result().macs() / record.outcome().original().macs();
    assertEquals(record.outcome().targets().get(0).reached(), macs, 1e-9);
    assertTrue(
        blocks || record.outcome().targets().stream().anyMatch(t -> t.reached() > 0.9 * t.asked()),
        "cut no deeper than asked: " + record.outcome().targets());
  }

  @Test
  void anUnreachableSoftTargetGivesWayAndAHardOneDoesNot() {
    Recipe soft = recipe("goal.target=macs", "goal.ratio=0.6", "goal.also=[params~0.0001]");
    Path model = model();
    RunRecord record =
        pruner.prune(new PruneRequest(model, null, soft, folder.resolve("soft"))).record();
    assertEquals(Status.DONE, record.status());
    assertTrue(record.message().contains("not the soft params~0.0001"), record.message());
    assertFalse(record.outcome().targets().get(1).met());
    double macs = (double) record.outcome().result().macs() / record.outcome().original().macs();
    assertTrue(macs > 0.5 && macs <= 0.6, "as without the soft one: " + macs);

    Recipe near = RecipeCodec.set(soft, "goal.also=[params~0.45]");
    RunRecord reached =
        pruner.prune(new PruneRequest(model, null, near, folder.resolve("near"))).record();
    assertTrue(reached.outcome().targets().get(1).met(), reached.outcome().targets().toString());

    Recipe hard = RecipeCodec.set(soft, "goal.also=[params=0.0001]");
    RunRecord missed =
        pruner.prune(new PruneRequest(model, null, hard, folder.resolve("hard"))).record();
    assertEquals(Status.UNREACHABLE, missed.status());
  }

  @Test
  void aLatencyBesideASize() {
    Recipe recipe =
        recipe("goal.target=macs", "goal.ratio=0.7", "goal.also=[latency=1.0, params=0.6]");
    RunRecord record =
        pruner.prune(new PruneRequest(model(), null, recipe, folder.resolve("timed"))).record();
    for (TargetRecord target : record.outcome().targets()) {
      assertTrue(
          target.what().equals("latency") || target.met(), record.outcome().targets().toString());
    }
    assertTrue(record.outcome().targets().get(1).reached() > 0, "it was timed");
    assertTrue(Files.exists(folder.resolve("timed/latency.json")));
  }

  /** The quarter of a small network takes far more than a hundredth of its time. */
  @Test
  void aLatencyThatNoSensibleModelHasIsCutByMacsInstead() {
    Path out = folder.resolve("beyond");
    String[] beyond = {"goal.target=latency", "goal.ratio=0.01", "cut.round=1"};
    PruneResult result = pruner.prune(new PruneRequest(model(), null, recipe(beyond), out));
    assertEquals(Status.UNREACHABLE, result.record().status());
    String message = result.record().message();
    assertTrue(message.startsWith("0.01 of the original's latency would be "), message);
    assertTrue(message.contains("cut to 0.01 of the MACs instead"), message);
    result
        .plan()
        .groups()
        .forEach((name, keep) -> assertTrue(4 * keep.kept().length >= keep.units(), name));
    assertTrue(Files.exists(out.resolve("latency.json")));
  }

  @Test
  void aFrontFromTheWeightsAloneIsWrittenAndVerified() throws Exception {
    Path model = model();
    Path out = folder.resolve("front");
    Recipe recipe = recipe("goal.target=macs", "goal.ratio=0.4", "goal.front=3", "cut.round=1");
    RunRecord record = pruner.prune(new PruneRequest(model, null, recipe, out)).record();
    List<FrontRecord> front = record.course().front();
    assertEquals(3, front.size());
    for (int i = 0; i < 3; i++) {
      double macs = (double) front.get(i).size().macs() / record.outcome().original().macs();
      assertEquals(Math.pow(0.4, (i + 1) / 3.0), macs, 0.05);
      assertEquals(i == 2, front.get(i).chosen());
      assertTrue(front.get(i).size().latencyRatio() > 0 && front.get(i).certificate().certified());
    }
    assertEquals(
        -1, Files.mismatch(out.resolve("model.onnx"), out.resolve(front.get(2).files().file())));
    Verification sound = Verification.of(model, out);
    assertTrue(sound.certified() && sound.message().contains("all 3 models"), sound.message());

    Files.copy(
        out.resolve(front.get(0).files().file()),
        out.resolve(front.get(1).files().file()),
        StandardCopyOption.REPLACE_EXISTING);
    Verification tampered = Verification.of(model, out);
    assertFalse(tampered.certified());
    assertTrue(tampered.message().startsWith("front/member-2.onnx: "), tampered.message());
  }

  @Test
  void theResolvedRecipeGivesTheSamePlan() {
    Path model = model();
    PruneResult first =
        pruner.prune(
            new PruneRequest(
                model, null, recipe("goal.target=params", "goal.ratio=0.6"), folder.resolve("a")));
    Recipe again = RecipeCodec.read(folder.resolve("a/recipe.yaml"));
    PruneResult second = pruner.prune(new PruneRequest(model, null, again, folder.resolve("b")));
    assertEquals(first.plan().groups(), second.plan().groups());
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("mine.txt"), "keep");
    PruneRequest request = new PruneRequest(model(), null, recipe(), out);
    assertTrue(
        assertThrows(DataException.class, () -> pruner.prune(request))
            .getMessage()
            .contains("not empty"));
    assertEquals("keep", Files.readString(out.resolve("mine.txt")));
  }

  @Test
  void patternsThatMatchNothingAreRefused() {
    PruneRequest request =
        new PruneRequest(model(), null, recipe("cut.exclude=[nosuch*]"), folder.resolve("out"));
    assertTrue(
        assertThrows(RecipeException.class, () -> pruner.prune(request))
            .getMessage()
            .contains("nosuch"));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aRunThatFailsSaysSoAndCanGoOn() {
    Progress broken =
        (stage, done, total) -> {
          if (stage.equals("measuring")) {
            throw new IllegalStateException("the machine gave up");
          }
        };
    Path out = folder.resolve("run");
    Recipe recipe = recipe("goal.target=macs", "goal.ratio=0.6");
    Path model = model();
    assertThrows(
        IllegalStateException.class,
        () ->
            new Pruner(Tools.weightsOnly(broken))
                .prune(new PruneRequest(model, null, recipe, out)));
    RunRecord failed = Json.read(out.resolve("run.json"), RunRecord.class);
    assertEquals(Status.FAILED, failed.status());
    assertEquals("the machine gave up", failed.message());
    PruneRequest resumed = new PruneRequest(model, null, recipe, out).resumed();
    assertEquals(Status.DONE, pruner.prune(resumed).record().status());
  }

  @Test
  void zeroedWeightsLeaveTheStructure() {
    PruneResult result =
        pruner.prune(
            new PruneRequest(
                model(),
                null,
                recipe("cut.granularity=weights", "goal.target=params", "goal.ratio=0.3"),
                folder.resolve("w")));
    assertEquals(Status.DONE, result.record().status(), result.record().message());
    assertTrue(result.record().outcome().certificate().certified());
    assertEquals(
        result.record().outcome().original().macs(), result.record().outcome().result().macs());
    assertTrue(
        result.record().outcome().result().nonZeroParameters()
            < 0.5 * result.record().outcome().original().nonZeroParameters());
    assertTrue(
        result.record().outcome().result().zippedBytes()
            < result.record().outcome().original().zippedBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocks", "units+blocks"})
  void blocksGoInTwoStepsAndAreReplayed(String granularity) {
    Path file = folder.resolve("transformer.onnx");
    OnnxWriter.write(TransformerGraph.fixed(3), file);
    Recipe recipe =
        recipe(
            "cut.granularity=" + granularity,
            "goal.target=params",
            "goal.ratio=0.55",
            "schedule.kind=linear",
            "schedule.steps=2");
    Path out = folder.resolve("blocks");
    PruneResult result = pruner.prune(new PruneRequest(file, null, recipe, out));
    RunRecord record = result.record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(record.outcome().certificate().certified());
    assertEquals(
        List.of("prepare", "cut", "cut"),
        StagePlan.read(out.resolve("plan.json")).stages().stream().map(Done::stage).toList());
    PrunePlan plan = result.plan();
    List<String> removed =
        record.structure().blocks().stream()
            .filter(BlockRecord::removed)
            .map(BlockRecord::name)
            .toList();
    assertEquals(plan.removed(), removed);
    if (granularity.equals("blocks")) {
      assertTrue(removed.size() > 1 && plan.groups().isEmpty(), plan.toString());
      long after = record.structure().layers().stream().mapToLong(l -> l.macsAfter()).sum();
      assertEquals(
          record.outcome().result().macs(), after, "layers of removed blocks cost nothing");
      for (LayerRecord layer : record.structure().layers()) {
        if (layer.op().equals("Conv")) {
          assertTrue(layer.microsBefore() > 0, layer.toString());
          assertEquals(layer.macsAfter() > 0, layer.microsAfter() > 0, layer.toString());
        }
      }
    }
    Verification verified = Verification.of(file, out);
    assertTrue(verified.certified(), verified.message());
  }

  @Test
  void excludedBlocksStayAndTheTargetIsSaidToBeOutOfReach() {
    PruneResult result =
        pruner.prune(
            new PruneRequest(
                model(),
                null,
                recipe(
                    "cut.granularity=blocks",
                    "cut.exclude=[block1.*]",
                    "goal.target=macs",
                    "goal.ratio=0.1"),
                folder.resolve("excluded")));
    assertEquals(Status.UNREACHABLE, result.record().status());
    assertEquals(1, result.plan().removed().size());
    assertTrue(result.record().message().contains("residual blocks"), result.record().message());
  }

  @Test
  void whatWasNotAskedForIsNotSaidToBeReached() {
    PruneRequest request =
        new PruneRequest(model(), null, recipe("goal.ratio=0.6"), folder.resolve("unasked"));
    RunRecord record = pruner.prune(request).record();
    assertEquals(Status.DONE, record.status());
    assertTrue(
        record.message().startsWith("no target was named, so it was cut to 0."), record.message());
  }

  @Test
  void aLossThatNothingMeasuresIsRefused() {
    PruneRequest request =
        new PruneRequest(model(), null, recipe("goal.maxDrop=0.01"), folder.resolve("blind"));
    String message = assertThrows(RecipeException.class, () -> pruner.prune(request)).getMessage();
    assertTrue(message.contains("add --data"), message);
    assertFalse(Files.exists(folder.resolve("blind")));
  }

  @Test
  void aModelWithoutBlocksIsRefused() {
    Path file = folder.resolve("vgg.onnx");
    OnnxWriter.write(Graphs.vgg(1), file);
    PruneRequest request =
        new PruneRequest(file, null, recipe("cut.granularity=blocks"), folder.resolve("none"));
    String message =
        assertThrows(ModelFormatException.class, () -> pruner.prune(request)).getMessage();
    assertTrue(message.contains("no residual blocks"), message);
  }

  @Test
  void aPlanFromBeforeThereWereBlocks() throws Exception {
    Path file = folder.resolve("plan.json");
    Files.writeString(
        file, "{\"heads\": \"blocks\", \"groups\": {}, \"constants\": {}, \"masks\": {}}");
    assertEquals(List.of(), Json.read(file, PrunePlan.class).removed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformerDynamic", "gru", "biLstm"})
  void severalStepsOnShapesComputedAtRunTimeAreReplayed(String name) {
    Path file = folder.resolve(name + ".onnx");
    OnnxWriter.write(
        switch (name) {
          case "gru" -> SequenceGraphs.gru(3);
          case "biLstm" -> SequenceGraphs.biLstm(3);
          default -> TransformerGraph.dynamic(3);
        },
        file);
    Recipe recipe =
        recipe("goal.target=params", "goal.ratio=0.6", "schedule.kind=linear", "schedule.steps=3");
    PruneResult result =
        pruner.prune(new PruneRequest(file, null, recipe, folder.resolve("steps")));
    assertEquals(3, result.record().course().steps().size());
    Verification verified = Verification.of(file, folder.resolve("steps"));
    assertTrue(verified.certified(), verified.message());
  }
}
