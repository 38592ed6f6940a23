package dev.espalier.openings;

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

/** A stage from outside: every weight becomes the nearest number that bfloat16 has. */
public final class RoundStage implements Stage, Replay {
  /** Half of the last of 8 digits. */
  private static final double STEP = Math.pow(2, -8);

  @Override
  public String name() {
    return "bfloat16";
  }

  @Override
  public String needs() {
    return "weights of 32 bits";
  }

  @Override
  public String promises() {
    return "the same structure; every weight has at most 8 binary digits";
  }

  @Override
  public Result apply(Candidate candidate, StageRequest request, StageContext context) {
    return rounded(candidate, Done.of(name(), Map.of("digits", 8)));
  }

  @Override
  public Result replay(Candidate before, Done done) {
    return rounded(before, done);
  }

  @Override
  public String broken(Candidate after, Done done, Model result) {
    for (Map.Entry<String, Tensor> weights : result.graph().initializers().entrySet()) {
      if (weights.getValue().type() == DType.FLOAT) {
        for (float value : weights.getValue().floats()) {
          if (rounded(value) != value) {
            return weights.getKey() + " holds " + value + ", which bfloat16 does not have";
          }
        }
      }
    }
    return "";
  }

  private static Result rounded(Candidate candidate, Done done) {
    Map<String, Tensor> weights = new LinkedHashMap<>(candidate.model().graph().initializers());
    double most = 0;
    for (Map.Entry<String, Tensor> entry : weights.entrySet()) {
      if (entry.getValue().type() == DType.FLOAT) {
        float[] values = entry.getValue().floats();
        for (int i = 0; i < values.length; i++) {
          float rounded = rounded(values[i]);
          most =
              Math.max(most, Math.abs(rounded - values[i]) / Math.max(1e-30, Math.abs(values[i])));
          values[i] = rounded;
        }
        entry.setValue(Tensor.floats(values, entry.getValue().dims()));
      }
    }
    Model model = candidate.model().withGraph(candidate.model().graph().withInitializers(weights));
    return new Result(
        candidate.then(model, done),
        new CertificateRecord(most <= STEP, 0, most, STEP, 0, "no weight moved by more than 2^-8"),
        StageNotes.of(List.of("weights were rounded to bfloat16")));
  }

  /** To the nearest, halves to even. */
  private static float rounded(float value) {
    int bits = Float.floatToRawIntBits(value);
    int even = (bits >>> 16) & 1;
    return Float.intBitsToFloat((bits + 0x7FFF + even) & 0xFFFF0000);
  }
}
