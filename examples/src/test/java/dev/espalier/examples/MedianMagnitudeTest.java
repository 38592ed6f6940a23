package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.run.PruneResult;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Units of one huge and many tiny weights: a sum keeps them, the median does not. */
class MedianMagnitudeTest extends FittedNetwork {
  private static final int SPIKED = 8;
  private static final String WEIGHTS = "first.weight";

  /** The first units have one weight of 50 and five of 0.001. */
  private void spike() {
    Model read = OnnxReader.read(model);
    Map<String, Tensor> weights = new LinkedHashMap<>(read.graph().initializers());
    Tensor first = Objects.requireNonNull(weights.get(WEIGHTS));
    float[] values = first.floats();
    int inputs = first.dims()[1];
    for (int i = 0; i < SPIKED * inputs; i++) {
      values[i] = i % inputs == 0 ? 50 : 0.001f;
    }
    weights.put(WEIGHTS, Tensor.floats(values, first.dims()));
    OnnxWriter.write(read.withGraph(read.graph().withInitializers(weights)), model);
  }

  private List<Integer> kept(String criterion) {
    Path out = folder.resolve(criterion);
    PruneResult result =
        prune(
            Tools.weightsOnly(Progress.NONE),
            recipe("goal.target=macs", "goal.ratio=0.6", "cut.criterion=" + criterion),
            criterion,
            false);
    assertEquals(Status.DONE, result.record().status(), result.record().message());
    assertTrue(Verification.of(model, out).certified());
    return Kept.of("first", model, out);
  }

  @Test
  void oneHugeWeightSavesNoUnit() {
    spike();
    assertTrue(kept("median-magnitude").stream().allMatch(unit -> unit >= SPIKED));
    assertTrue(kept("l1").containsAll(List.of(0, 1, 2, 3, 4, 5, 6, 7)));
  }
}
