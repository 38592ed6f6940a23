package dev.espalier.openings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import dev.espalier.stage.StageTrace;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stage that another jar brings is part of a run, of its plan and of its verification. */
@Tag("slow")
class StageTest extends FittedNetwork {
  private static final String STAGES = "schedule.stages=[cut, tune, bfloat16]";

  private RunRecord run(String out) {
    return prune(
            Tools.weightsOnly(Progress.NONE),
            recipe("goal.target=macs", "goal.ratio=0.5", STAGES),
            out,
            false)
        .record();
  }

  @Test
  void itIsAppliedInItsPlaceAndToldOf() {
    RunRecord record = run("rounded");
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(
        List.of("prepare", "cut", "bfloat16"),
        StagePlan.read(folder.resolve("rounded/plan.json")).stages().stream()
            .map(Done::stage)
            .toList(),
        "nothing was tuned, so the plan has no tuning");
    assertTrue(
        record.course().steps().stream()
            .flatMap(s -> s.reasons().stream())
            .anyMatch("weights were rounded to bfloat16"::equals));
    assertTrue(
        record.outcome().certificate().message().endsWith("no weight moved by more than 2^-8"));
    Model written = OnnxReader.read(folder.resolve("rounded/model.onnx"));
    for (Tensor weights : written.graph().initializers().values()) {
      if (weights.type() == DType.FLOAT) {
        for (float value : weights.floats()) {
          assertEquals(0, Float.floatToRawIntBits(value) & 0xFFFF, "16 of 32 bits are used");
        }
      }
    }
  }

  @Test
  void verifyReplaysItAndFindsABrokenPromise() {
    run("verified");
    Path out = folder.resolve("verified");
    Verification sound = Verification.of(model, out);
    assertTrue(sound.certified(), sound.message());
    Model written = OnnxReader.read(out.resolve("model.onnx"));
    Map<String, Tensor> weights = new LinkedHashMap<>(written.graph().initializers());
    weights.replaceAll((name, t) -> t.rank() < 2 ? t : thirds(t));
    OnnxWriter.write(
        written.withGraph(written.graph().withInitializers(weights)), out.resolve("model.onnx"));
    Verification broken = Verification.of(model, out);
    assertFalse(broken.certified());
    assertTrue(broken.message().contains("which bfloat16 does not have"), broken.message());
  }

  private static Tensor thirds(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] /= 3;
    }
    return Tensor.floats(values, tensor.dims());
  }

  @Test
  void whatDoesNotExistIsRefusedWithTheNearestName() {
    String message =
        assertThrows(
                RecipeException.class,
                () ->
                    prune(
                        Tools.weightsOnly(Progress.NONE),
                        recipe("schedule.stages=[cut, tune, bfloat]"),
                        "none",
                        false))
            .getMessage();
    assertTrue(message.contains("did you mean \"bfloat16\"?"), message);
  }

  @Test
  void aStageThatFailsNamesThoseBeforeIt() {
    Tuner failing =
        request -> {
          throw new IllegalStateException("no memory left");
        };
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                prune(
                    tools(failing),
                    recipe("goal.target=macs", "goal.ratio=0.5", "tune.epochs=1"),
                    "failed",
                    false));
    assertEquals(" (in the stage tune, after prepare, cut)", StageTrace.of(e));
    RunRecord record =
        dev.espalier.files.Json.read(folder.resolve("failed/run.json"), RunRecord.class);
    assertEquals("no memory left (in the stage tune, after prepare, cut)", record.message());
  }
}
