package dev.espalier.examples;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.record.CertificateRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Done;
import dev.espalier.stage.Replay;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageContext;
import dev.espalier.stage.StageNotes;
import dev.espalier.stage.StageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stage with its replay: weights that are subnormal (smaller than 1.2e-38, which long training
 * with weight decay leaves behind) become 0. Many processors take a hundred times as long for such
 * numbers, and nothing that a model says depends on them.
 *
 * <p>To copy: {@link #apply} makes the next model and tells what it did as a {@link Done}; a proof
 * is stated where there is one. {@link #replay} must come to the same model from that record alone,
 * and {@link #broken} looks at the written file: {@code espalier verify} asks both. One class may
 * be both, or each its own. Named in {@code META-INF/services/dev.espalier.stage.Stage} and in
 * {@code META-INF/services/dev.espalier.stage.Replay}; recipes say {@code schedule.stages: [cut,
 * tune, no-subnormals]}.
 */
public final class SubnormalStage implements Stage, Replay {
  @Override
  public String name() {
    return "no-subnormals";
  }

  @Override
  public String needs() {
    return "weights of 32 bits; others are left alone";
  }

  @Override
  public String promises() {
    return "the same structure; no weight is subnormal";
  }

  @Override
  public Result apply(Candidate candidate, StageRequest request, StageContext context) {
    return flushed(candidate, Done.of(name(), Map.of()));
  }

  @Override
  public Result replay(Candidate before, Done done) {
    return flushed(before, done);
  }

  @Override
  public String broken(Candidate after, Done done, Model result) {
    for (Map.Entry<String, Tensor> weights : result.graph().initializers().entrySet()) {
      int count = subnormal(weights.getValue());
      if (count > 0) {
        return weights.getKey() + " holds " + count + " subnormal weights";
      }
    }
    return "";
  }

  private static Result flushed(Candidate candidate, Done done) {
    Map<String, Tensor> weights = new LinkedHashMap<>(candidate.model().graph().initializers());
    int count = weights.values().stream().mapToInt(SubnormalStage::subnormal).sum();
    weights.replaceAll((name, tensor) -> subnormal(tensor) == 0 ? tensor : flushed(tensor));
    Model model = candidate.model().withGraph(candidate.model().graph().withInitializers(weights));
    return new Result(
        candidate.then(model, done),
        new CertificateRecord(
            true, Float.MIN_NORMAL, 0, 0, Float.MIN_NORMAL, "no weight moved by more than 1.2e-38"),
        StageNotes.of(List.of(count + " subnormal weights became 0")));
  }

  private static Tensor flushed(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = subnormal(values[i]) ? 0 : values[i];
    }
    return Tensor.floats(values, tensor.dims());
  }

  private static int subnormal(Tensor tensor) {
    int count = 0;
    if (tensor.type() == DType.FLOAT) {
      for (float value : tensor.floats()) {
        count += subnormal(value) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean subnormal(float value) {
    return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
  }
}
