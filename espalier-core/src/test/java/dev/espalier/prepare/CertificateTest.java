package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slicing equals zeroing, on real models and on graphs of many architectures, for random plans. */
@Tag("slow")
class CertificateTest {
  static Stream<String> models() throws IOException {
    Path folder = SharedData.find("models").orElse(null);
    if (folder == null) {
      return Stream.of("");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files
              .map(p -> folder.relativize(p).toString())
              .filter(p -> p.endsWith(".onnx") && !p.startsWith("invalid"))
              .sorted()
              .toList();
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void realModels(String name) {
    Path file = SharedData.require("models").resolve(name);
    for (String heads : List.of("blocks", "positions")) {
      check(OnnxReader.read(file), heads, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void architectures(long seed) {
    for (Model model : dev.espalier.Graphs.all(seed)) {
      check(model, "blocks", seed);
      check(model, "positions", seed + 10);
    }
  }

  /** Nodes of other exporters have no names; those of their groups stay when biases are added. */
  @Test
  void nodesWithoutNames() {
    GraphBuilder g = GraphBuilder.settled("nameless", 1);
    String x = g.input("x", 6);
    for (int width : new int[] {10, 8, 3}) {
      x = g.relu(g.matMul(x, g.weight("w" + width, 8, g.channels(x), width)));
    }
    Model model = g.output(x, "y").build();
    List<Node> nodes = new ArrayList<>(model.graph().nodes());
    nodes.replaceAll(n -> Node.of(n.op(), "", n.inputs(), n.outputs()));
    check(model.withGraph(model.graph().withNodes(nodes)), "blocks", 1);
  }

  private static void check(Model model, String heads, long seed) {
    Prepared prepared = Prepared.of(model, heads);
    PrunePlan plan = RandomPlan.of(prepared.coupling(), heads, seed);
    check(prepared, plan);
    if (!prepared.coupling().removable().isEmpty()) {
      List<String> blocks = RandomPlan.blocks(prepared.coupling(), seed);
      check(prepared, PrunePlan.whole(heads).without(blocks, prepared.coupling()));
      check(prepared, plan.without(blocks, prepared.coupling()));
    }
  }

  private static void check(Prepared prepared, PrunePlan plan) {
    Model model = prepared.original();
    Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
    assertEquals(
        prepared.coupling().groups().stream().map(g -> g.name() + g.units()).toList(),
        folded.groups().stream().map(g -> g.name() + g.units()).toList(),
        "folding keeps groups");
    Model cut = new Surgeon(OpRules.standard()).apply(folded, plan);
    CertificateRecord certificate = Certificate.check(folded, plan, cut, null);
    assertTrue(certificate.certified(), model.graph().name() + " " + certificate);
    assertTrue(plan.isWhole() || cut.parameters() < folded.model().parameters());
  }
}
