package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.files.DataException;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that stores and computes in fewer bits, from its request to its verification. */
@Tag("slow")
class QuantiseRunTest extends FittedNetwork {
  /** As large as a file must be for its weights to count. */
  @Override
  @BeforeEach
  void write() throws IOException {
    write(256, 128);
  }

  /** What is smallest is taken, so that nothing depends on a time. */
  private RunRecord quantise(String out, String... settings) {
    Recipe recipe = recipe(settings);
    if (recipe.goal().aims().isEmpty()) {
      recipe = RecipeCodec.set(RecipeCodec.set(recipe, "goal.target=bytes"), "goal.ratio=0.7");
    }
    return new QuantiseRun(Progress.NONE)
        .quantise(new PruneRequest(model, data, recipe, folder.resolve(out)))
        .record();
  }

  @Test
  void whatComesOutIsProvedJudgedAndVerified() {
    RunRecord record = quantise("run", "goal.maxDrop=0.2", "quant.kind=static");
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(
        record.outcome().certificate().certified(), () -> record.outcome().certificate().message());
    assertTrue(record.course().steps().size() >= 5, "each calibration is tried");
    assertTrue(record.outcome().drop().value() <= 0.2);
    assertTrue(record.outcome().targets().get(0).reached() < 0.5);
    assertEquals(
        List.of("prepare", "quantise"),
        StagePlan.read(folder.resolve("run/plan.json")).stages().stream()
            .map(Done::stage)
            .toList());
    Verification verified = Verification.of(model, folder.resolve("run"));
    assertTrue(verified.certified(), verified.message());
  }

  @Test
  void anotherWeightInTheFileIsFound() {
    quantise("changed", "goal.maxDrop=0.05", "quant.kind=weights");
    Path file = folder.resolve("changed/model.onnx");
    Model written = OnnxReader.read(file);
    Map<String, Tensor> constants = new LinkedHashMap<>(written.graph().initializers());
    constants.replaceAll((name, t) -> name.endsWith("_scale") ? t.with(doubled(t)) : t);
    OnnxWriter.write(written.withGraph(written.graph().withInitializers(constants)), file);
    Verification found = Verification.of(model, folder.resolve("changed"));
    assertFalse(found.certified());
    assertTrue(found.message().contains("is not what plan.json gives"), found.message());
  }

  private static float[] doubled(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return values;
  }

  @Test
  void aPlanOfAnotherModelIsRefused() throws IOException {
    quantise("other", "goal.maxDrop=0.05", "quant.kind=half");
    Path plan = folder.resolve("other/plan.json");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("\"half\"", "\"static\"")
            .replaceFirst("\"layers\" : \\{", "\"layers\" : { \"nosuch\" : \"half\","));
    DataException e =
        assertThrows(DataException.class, () -> Verification.of(model, folder.resolve("other")));
    assertTrue(e.getMessage().contains("no layer nosuch"), e.getMessage());
  }

  @Test
  void aTargetThatIsNotReachedIsSaid() {
    RunRecord record = quantise("far", "goal.maxDrop=0.05", "goal.target=bytes", "goal.ratio=0.01");
    assertEquals(Status.UNREACHABLE, record.status(), record.message());
    assertTrue(record.message().startsWith("bytes of 0.01 was asked for"), record.message());
  }

  @Test
  void whatItDoesNotShrinkIsRefused() {
    RecipeException e =
        assertThrows(
            RecipeException.class, () -> quantise("macs", "goal.target=macs", "goal.ratio=0.5"));
    assertTrue(e.getMessage().contains("not macs"), e.getMessage());
    assertFalse(Files.exists(folder.resolve("macs")));
  }

  @Test
  void withoutDataNothingIsJudged() {
    RunRecord record =
        new QuantiseRun(Progress.NONE)
            .quantise(
                new PruneRequest(
                    model,
                    null,
                    recipe("quant.kind=dynamic", "goal.target=bytes", "goal.ratio=0.7"),
                    folder.resolve("none")))
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(record.outcome().certificate().certified());
    assertTrue(record.warnings().stream().anyMatch(w -> w.contains("nothing says")));
  }
}
