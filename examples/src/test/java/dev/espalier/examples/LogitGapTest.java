package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.adaptive.RowAnswer;
import dev.espalier.adaptive.Scoring;
import dev.espalier.dynamic.DynamicRun;
import dev.espalier.job.DynamicRequest;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.run.FittedNetwork;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The nodes compute best less mean, and a dynamic run may ask for them by name. */
@Tag("slow")
class LogitGapTest extends FittedNetwork {
  private static final float[] ROWS = {1, -2, 0.5f, 0, 1, 2, -1, 1, 0, 3, -3, 0.25f};

  private static Model small() {
    GraphBuilder g = GraphBuilder.fresh("small", 4);
    return g.output(g.gemm("out", g.relu(g.gemm("hidden", g.input("x", 6), 4)), 2), "y").build();
  }

  @Test
  void scoresAreBestLessMean() {
    Chain chain =
        Chain.of(
            List.of(
                ChainStage.whole("small", small()),
                ChainStage.whole("all", OnnxReader.read(model))));
    double temperature = 1.5;
    Cascade cascade =
        new Cascade(chain, List.of(new Scoring("logit-gap", temperature, RowAnswer.LOGITS)));
    try (Session session = Session.open(cascade.scored(0), SessionOptions.threads(1))) {
      Map<String, Tensor> made = session.run(Map.of("x", Tensor.floats(ROWS, 2, 6)));
      float[] y = Objects.requireNonNull(made.get("y")).floats();
      float[] scores = Objects.requireNonNull(made.get(Cascade.SCORE)).floats();
      for (int row = 0; row < 2; row++) {
        double best = Math.max(y[2 * row], y[2 * row + 1]);
        double mean = (y[2 * row] + y[2 * row + 1]) / 2;
        assertEquals((best - mean) / temperature, scores[row], 1e-5);
      }
    }
  }

  @Test
  void aDynamicRunChoosesByIt() {
    Path given = folder.resolve("small.onnx");
    OnnxWriter.write(small(), given);
    Path out = folder.resolve("dynamic");
    RunRecord record =
        new DynamicRun(Tools.weightsOnly(Progress.NONE))
            .run(
                new DynamicRequest(
                    model,
                    List.of(new DynamicRequest.Given(given, null)),
                    data,
                    recipe("dynamic.signal=logit-gap", "dynamic.alone=none", "goal.maxDrop=0.05"),
                    Set.of(),
                    out,
                    false,
                    List.of()));
    DynamicRecord dynamic = Objects.requireNonNull(record.dynamic(), record.message());
    assertTrue(dynamic.signal().startsWith("logit-gap"), dynamic.signal());
    assertTrue(dynamic.equality().certified(), "the file chooses as the rows' scores say");
  }
}
