package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.api.Espalier;
import dev.espalier.check.Verification;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes of a graph and its edges, which name nodes by number: inputs of unlike length, and numbers
 * that must stay below the number of nodes.
 */
@Tag("slow")
class GraphNetworkTest {
  private static final int FEATURES = 8;

  @TempDir Path folder;

  @Test
  void isCutWithoutData() {
    GraphBuilder g = GraphBuilder.fresh("graph", 1);
    String x = g.input("x", FEATURES);
    List<ValueInfo.Dim> dims = List.of(ValueInfo.Dim.of(2), ValueInfo.Dim.symbol("edges"));
    String edges = g.input(new ValueInfo("edges", DType.INT64, dims, true, new byte[0]));
    String from =
        g.node(
            "Gather",
            "from",
            Attributes.of("axis", 0),
            edges,
            g.constant("first", Tensor.longs(new long[] {0})));
    String to =
        g.node(
            "Gather",
            "to",
            Attributes.of("axis", 0),
            edges,
            g.constant("second", Tensor.longs(new long[] {1})));
    String hidden = g.shaped(g.relu(neighbours(g, g.gemm("one", x, 32), from, to)), -1, 32);
    String y = g.gemm("two", hidden, 3);
    Path model = folder.resolve("graph.onnx");
    OnnxWriter.write(g.output(y, "y").build(), model);
    RunRecord record =
        Espalier.installed(Progress.NONE)
            .model(model)
            .target("macs", 0.6)
            .set("latency.runs=5")
            .prune(folder.resolve("run"))
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertEquals(1, record.structure().groups().stream().filter(one -> one.prunable()).count());
    assertTrue(Verification.of(model, folder.resolve("run")).certified());
  }

  /** What each node hears from the nodes that have an edge to it, summed, beside itself. */
  private static String neighbours(GraphBuilder g, String x, String from, String to) {
    String said = g.shaped(g.node("Gather", "said", Map.of(), x, from), -1, 32);
    String column = g.node("Unsqueeze", "column", Map.of(), to, g.vector("behind", 1));
    String places = g.node("Expand", Map.of(), column, g.node("Shape", Map.of(), said));
    return g.node(
        "ScatterElements", "heard", Attributes.of("axis", 0, "reduction", "add"), x, places, said);
  }
}
