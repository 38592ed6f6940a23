package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pruning that ends in fewer bits. Bytes are aimed at, so that no choice depends on a time. */
@Tag("slow")
class FewerBitsTest extends FittedNetwork {
  private static final Tools TOOLS = Tools.weightsOnly(Progress.NONE);

  /** As large as a file must be for its weights to count. */
  @Override
  @BeforeEach
  void write() throws IOException {
    write(256, 128);
  }

  private RunRecord prune(String out, String... settings) {
    return prune(TOOLS, recipe(settings), out, false).record();
  }

  private List<String> stages(String out) {
    Path plan = folder.resolve(out).resolve("plan.json");
    return StagePlan.read(plan).stages().stream().map(Done::stage).toList();
  }

  @Test
  void aCutInFewerBitsIsProvenJudgedAndVerified() {
    RunRecord floats = prune("floats", "goal.target=bytes", "goal.ratio=0.6", "goal.maxDrop=0.3");
    assertEquals(List.of("prepare", "cut"), stages("floats"));

    RunRecord record =
        prune(
            "both", "goal.target=bytes", "goal.ratio=0.6", "goal.maxDrop=0.3", "quant.kind=static");
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(List.of("prepare", "cut", "quantise"), stages("both"));
    assertTrue(record.outcome().certificate().certified());
    assertTrue(record.outcome().drop().value() <= 0.3);
    assertTrue(
        record.outcome().result().bytes() < 0.6 * floats.outcome().result().bytes(),
        "a quarter of the weights' bytes");
    assertTrue(
        record.course().steps().size() > floats.course().steps().size() + 4,
        "each calibration is a step");
    assertTrue(record.message().contains("static, "), record.message());

    Verification verified = Verification.of(model, folder.resolve("both"));
    assertTrue(verified.certified(), verified.message());
  }

  @Test
  void anotherScaleInTheFileIsFound() {
    prune("changed", "goal.target=bytes", "goal.ratio=0.6", "quant.kind=weights");
    assertEquals(List.of("prepare", "cut", "quantise"), stages("changed"));
    Path file = folder.resolve("changed/model.onnx");
    Model written = OnnxReader.read(file);
    Map<String, Tensor> constants = new LinkedHashMap<>(written.graph().initializers());
    constants.replaceAll((name, t) -> name.endsWith("_scale") ? halved(t) : t);
    OnnxWriter.write(written.withGraph(written.graph().withInitializers(constants)), file);
    Verification found = Verification.of(model, folder.resolve("changed"));
    assertFalse(found.certified());
    assertTrue(found.message().contains("is not what plan.json gives"), found.message());
  }

  private static Tensor halved(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] /= 2;
    }
    return tensor.with(values);
  }

  @Test
  void weightsThatWereTrainedInBetweenAreNobodysToGiveBack() {
    Tuner doubling =
        request -> {
          Map<String, Tensor> trained = new LinkedHashMap<>();
          request
              .model()
              .graph()
              .initializers()
              .forEach((name, t) -> trained.put(name, t.rank() == 2 ? halved(t) : t));
          return new Tuner.Result(
              request.model().withGraph(request.model().graph().withInitializers(trained)),
              List.of());
        };
    for (String kind : List.of("static", "dynamic", "weights", "half")) {
      RunRecord record =
          prune(
                  tools(doubling),
                  recipe(
                      "goal.target=bytes",
                      "goal.ratio=0.6",
                      "tune.epochs=1",
                      "tune.optimizer=sgd",
                      "tune.normalise=never",
                      "quant.kind=" + kind),
                  kind,
                  false)
              .record();
      assertEquals(List.of("prepare", "cut", "tune", "quantise"), stages(kind), record.message());
      Verification found = Verification.of(model, folder.resolve(kind));
      assertTrue(found.certified(), kind + ": " + found.message());
    }
    Path file = folder.resolve("static/model.onnx");
    Model written = OnnxReader.read(file);
    Map<String, Tensor> constants = new LinkedHashMap<>(written.graph().initializers());
    constants.replaceAll((name, t) -> name.equals("x_scale") ? halved(t) : t);
    OnnxWriter.write(written.withGraph(written.graph().withInitializers(constants)), file);
    Verification found = Verification.of(model, folder.resolve("static"));
    assertFalse(found.certified());
    assertTrue(found.message().contains("another grid than the plan's"), found.message());
  }

  @Test
  void aSearchTriesCutsOfSeveralSizes() {
    RunRecord record =
        prune("search", "goal.measure=bytes", "goal.maxDrop=0.05", "quant.kind=weights");
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals("quantise", stages("search").get(stages("search").size() - 1));
    long forms =
        record.course().steps().stream()
            .filter(s -> s.reasons().get(0).startsWith("weights: "))
            .count();
    assertTrue(forms >= 2, "the smallest cut and the original at least, not " + forms);
    Verification verified = Verification.of(model, folder.resolve("search"));
    assertTrue(verified.certified(), verified.message());
  }

  @Test
  void whereNoCutPassesTheOriginalMayStillHaveFewerBits() {
    RunRecord record =
        prune(
            "whole",
            "goal.measure=bytes",
            "goal.maxDrop=0.02",
            "cut.floor=1",
            "quant.kind=weights");
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(List.of("prepare", "quantise"), stages("whole"), record.message());
  }

  @Test
  void withoutDataTheSmallestIsWrittenAndNothingIsSaidOfTheLoss() {
    RunRecord record =
        new Pruner(TOOLS)
            .prune(
                new PruneRequest(
                    model,
                    null,
                    recipe("goal.target=bytes", "goal.ratio=0.6", "quant.kind=dynamic"),
                    folder.resolve("none")))
            .record();
    assertEquals(List.of("prepare", "cut", "quantise"), stages("none"));
    assertTrue(record.warnings().stream().anyMatch(w -> w.contains("nothing says")));
  }

  @Test
  void whatWouldStayInFloatsIsRefused() {
    RecipeException front =
        assertThrows(
            RecipeException.class,
            () -> prune("front", "goal.maxDrop=0.1", "goal.front=3", "quant.kind=auto"));
    assertTrue(front.getMessage().contains("a front stay in floats"), front.getMessage());
    RecipeException masks =
        assertThrows(
            RecipeException.class,
            () ->
                prune(
                    "masks",
                    "goal.target=params",
                    "cut.granularity=weights",
                    "quant.kind=weights"));
    assertTrue(masks.getMessage().contains("cut units"), masks.getMessage());
  }

  @Test
  void aCalibrationThatDoesNotExistIsRefused() {
    RecipeException e =
        assertThrows(
            RecipeException.class,
            () -> prune("nosuch", "goal.target=bytes", "quant.calibration=best"));
    assertTrue(e.getMessage().contains("cannot be 'best'"), e.getMessage());
  }
}
