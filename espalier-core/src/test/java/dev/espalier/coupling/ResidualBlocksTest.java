package dev.espalier.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.SharedData;
import dev.espalier.TransformerGraph;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.prepare.Prepared;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sums are residual blocks, and why some cannot go. */
class ResidualBlocksTest {
  private static Coupling coupling(Model model) {
    return Prepared.of(model, "blocks").coupling();
  }

  private static List<String> reasons(Model model) {
    return coupling(model).blocks().stream()
        .filter(b -> !b.removable())
        .map(ResidualBlock::reason)
        .toList();
  }

  @Test
  void shortcutsThatProjectStay() {
    List<ResidualBlock> blocks = coupling(Graphs.resnet(1)).blocks();
    assertEquals(
        List.of(true, false, true), blocks.stream().map(ResidualBlock::removable).toList());
    assertEquals(
        "its shortcut is no identity: it has Conv, BatchNormalization and changes the shape from"
            + " [1, 8, 16, 16] to [1, 12, 8, 8]",
        blocks.get(1).reason());
    assertEquals(6, blocks.get(0).nodes().size(), blocks.get(0).toString());
    assertEquals(1, blocks.get(0).axis());
  }

  @Test
  void paddedShortcutsStay() {
    List<ResidualBlock> blocks = coupling(Graphs.resnetPadded(1)).blocks();
    assertEquals(
        List.of(true, false, true, false), blocks.stream().map(ResidualBlock::removable).toList());
    assertTrue(blocks.get(1).reason().contains("Slice, Pad"), blocks.get(1).reason());
  }

  @Test
  void invertedResidualsAndTransformerSublayers() {
    assertEquals(2, coupling(Graphs.mobilenet(1)).removable().size());
    for (Model model : List.of(TransformerGraph.fixed(1), TransformerGraph.dynamic(1))) {
      Coupling coupling = coupling(model);
      assertEquals(4, coupling.removable().size(), coupling.blocks().toString());
      assertTrue(coupling.removable().stream().allMatch(b -> b.axis() == 2));
    }
  }

  @Test
  void recurrentNetworksAndPlainOnesHaveNone() {
    for (Model model : List.of(Graphs.vgg(1), Graphs.densenet(1), SequenceGraphs.biLstm(1))) {
      assertEquals(List.of(), coupling(model).blocks(), model.graph().name());
    }
  }

  @Test
  void aBranchThatIsReadElsewhereStays() {
    GraphBuilder g = GraphBuilder.settled("read", 1);
    String x = g.relu(g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3)));
    String inner = g.relu(g.conv("inner", x, ConvSpec.of(8, 3)));
    String y = g.add(x, g.conv("outer", inner, ConvSpec.of(8, 3)));
    g.output(g.add(g.relu(y), g.relu(inner)), "y");
    assertTrue(reasons(g.build()).get(0).startsWith("its branch is read elsewhere: "));
  }

  @Test
  void aBranchThatIsAnOutputStays() {
    GraphBuilder g = GraphBuilder.settled("output", 1);
    String x = g.relu(g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3)));
    String branch = g.conv("branch", x, ConvSpec.of(8, 3));
    g.output(g.relu(g.add(x, branch)), "y");
    g.output(branch, "features");
    assertTrue(reasons(g.build()).get(0).startsWith("its branch gives the model's output "));
  }

  @Test
  void anActivationWrittenOutIsNoBlock() {
    GraphBuilder g = GraphBuilder.settled("activation", 1);
    String x = g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3));
    String cube = g.mul(g.mul(x, x), x);
    String swished = g.node("Tanh", Map.of(), g.add(x, cube));
    g.output(g.conv("last", swished, ConvSpec.of(4, 1)), "y");
    assertEquals(List.of(), coupling(g.build()).blocks());
  }

  /** An outer block goes with the inner one that its branch holds. */
  @Test
  void nestedBlocks() {
    GraphBuilder g = GraphBuilder.settled("nested", 1);
    String x = g.relu(g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3)));
    String a = g.relu(g.conv("a", x, ConvSpec.of(8, 3)));
    String inner = g.add(g.conv("b", a, ConvSpec.of(8, 3)), a);
    g.output(g.relu(g.add(g.conv("c", inner, ConvSpec.of(8, 3)), x)), "y");
    List<ResidualBlock> blocks = coupling(g.build()).removable();
    assertEquals(2, blocks.size());
    assertTrue(blocks.get(1).nodes().containsAll(blocks.get(0).nodes()));
    assertEquals(List.of(1, 1), blocks.stream().map(ResidualBlock::skip).toList());
  }

  @Test
  void namesThatAreNoBlocksAreRefused() {
    Coupling coupling = coupling(Graphs.resnet(1));
    String projected = coupling.blocks().get(1).name();
    for (String name : List.of("nosuch", projected)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> coupling.removable(List.of(name)))
              .getMessage();
      assertTrue(message.contains(name), message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet-cifar10/resnet20_cifar10.onnx, 7, 2",
    "resnet-cifar10/resnet56_cifar10.onnx, 25, 2",
    "text/transformer2_sst2.onnx, 4, 0",
    "text/transformer2_agnews7600.onnx, 4, 0",
    "mlperf-tiny/resnet8_cifar10.onnx, 1, 2",
    "mlperf-tiny/mobilenetv1_025_vww96.onnx, 0, 0",
    "speech/fsdd_bilstm2x96_unfolded.onnx, 0, 0",
  })
  void realModels(String name, int removable, int others) {
    Model model = OnnxReader.read(SharedData.require("models").resolve(name));
    Coupling coupling = coupling(model);
    Stream<String> shown = coupling.blocks().stream().map(b -> b.label() + " " + b.reason());
    assertEquals(removable, coupling.removable().size(), () -> String.join("\n", shown.toList()));
    assertEquals(
        others, coupling.blocks().size() - removable, () -> String.join("\n", shown.toList()));
    assertFalse(coupling.blocks().stream().anyMatch(b -> b.nodes().isEmpty()));
  }
}
