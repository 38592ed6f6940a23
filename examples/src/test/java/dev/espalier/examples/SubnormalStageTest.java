package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run ends without subnormal weights, and verify finds one that was put back. */
class SubnormalStageTest extends FittedNetwork {
  private static final float SUBNORMAL = 1e-40f;

  /** Every matrix of a model with a subnormal weight in each row. */
  private static void spoil(Path file) {
    Model read = OnnxReader.read(file);
    Map<String, Tensor> weights = new LinkedHashMap<>(read.graph().initializers());
    weights.replaceAll((name, tensor) -> tensor.rank() == 2 ? spoilt(tensor) : tensor);
    OnnxWriter.write(read.withGraph(read.graph().withInitializers(weights)), file);
  }

  private static Tensor spoilt(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i += tensor.dims()[1]) {
      values[i] = SUBNORMAL;
    }
    return Tensor.floats(values, tensor.dims());
  }

  private RunRecord run(String out, String stages) {
    return prune(
            Tools.weightsOnly(Progress.NONE),
            recipe("goal.target=macs", "goal.ratio=0.6", "schedule.stages=" + stages),
            out,
            false)
        .record();
  }

  private long subnormals(String out) {
    return OnnxReader.read(folder.resolve(out).resolve("model.onnx"))
        .graph()
        .initializers()
        .values()
        .stream()
        .filter(t -> t.rank() == 2)
        .mapToLong(SubnormalStageTest::count)
        .sum();
  }

  private static long count(Tensor tensor) {
    long count = 0;
    for (float value : tensor.floats()) {
      count += value != 0 && Math.abs(value) < Float.MIN_NORMAL ? 1 : 0;
    }
    return count;
  }

  @Test
  void noneIsLeftAndVerifyHoldsIt() {
    spoil(model);
    assertEquals(Status.DONE, run("plain", "[cut, tune]").status());
    assertTrue(subnormals("plain") > 0, "else there is nothing to do");
    RunRecord record = run("flushed", "[cut, tune, no-subnormals]");
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(0, subnormals("flushed"));
    assertTrue(
        record.course().steps().stream()
            .flatMap(step -> step.reasons().stream())
            .anyMatch(reason -> reason.endsWith("subnormal weights became 0")));
    Path out = folder.resolve("flushed");
    Verification sound = Verification.of(model, out);
    assertTrue(sound.certified(), sound.message());
    spoil(out.resolve("model.onnx"));
    Verification broken = Verification.of(model, out);
    assertFalse(broken.certified());
    assertTrue(broken.message().contains("subnormal weights"), broken.message());
  }
}
