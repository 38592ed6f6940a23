package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InspectCommandTest {
  @TempDir Path folder;

  @Test
  void jsonCountsWhatTheModelHas() throws IOException {
    Path model = Toy.model(folder);
    Cli run = Cli.run("inspect", model, "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode json = run.json();
    long parameters = (8 * 9 + 8) + (12 * 8 * 9 + 12) + (192 * 4 + 4);
    assertEquals(parameters, json.get("parameters").asLong());
    assertEquals(64 * 8 * 9 + 16 * 12 * 8 * 9 + 192 * 4, json.get("macs").asLong());
    assertEquals(Files.size(model), json.get("bytes").asLong());
  }

  @Test
  void jsonNamesGroupsAndBarriers() {
    JsonNode json = Cli.run("inspect", Toy.model(folder), "--json").json();
    List<String> units = new ArrayList<>();
    json.get("groups")
        .forEach(
            g -> {
              if (g.get("prunable").asBoolean()) {
                units.add(g.get("units").asInt() + ":" + g.get("axes").size());
              }
            });
    assertEquals(List.of("8:3", "12:3"), units, "weights, bias and the consumer's weights");
    JsonNode barrier = json.get("barriers").get(0);
    assertFalse(barrier.get("node").asString().isEmpty());
    assertFalse(barrier.get("axis").asString().isEmpty());
    assertTrue(barrier.get("reason").asString().contains("output"), barrier.toString());
  }

  @Test
  void textShowsTheSameToAPerson() {
    Cli run = Cli.run("inspect", Toy.model(folder));
    for (String word :
        List.of("parameters", "Conv", "conv2", "12 x 8 x 3 x 3", "Groups", "Barriers", "logits")) {
      assertTrue(run.out().contains(word), run.out());
    }
  }

  @Test
  void residualBlocksAreListed() {
    GraphBuilder g = GraphBuilder.settled("residual", 1);
    String x = g.relu(g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3)));
    String y = g.add(x, g.conv("branch", x, ConvSpec.of(8, 3)));
    Path file = folder.resolve("residual.onnx");
    OnnxWriter.write(g.output(g.conv("last", y, ConvSpec.of(4, 1)), "y").build(), file);
    JsonNode block = Cli.run("inspect", file, "--json").json().get("blocks").get(0);
    assertTrue(block.get("removable").asBoolean());
    assertEquals(8 * 8 * 9 + 8, block.get("parameters").asLong());
    assertEquals(64 * 8 * 8 * 9, block.get("macs").asLong());
    assertTrue(Cli.run("inspect", file).out().contains("Residual blocks"));
  }

  @Test
  void nothingToPrune() {
    GraphBuilder g = GraphBuilder.fresh("plain", 1);
    Path file = folder.resolve("plain.onnx");
    OnnxWriter.write(g.output(g.relu(g.input("x", 4)), "y").build(), file);
    Cli run = Cli.run("inspect", file);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("plain.onnx: there is nothing to prune"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void anOperatorThatTheRuntimeRefuses() {
    Model model = OnnxReader.read(Toy.model(folder));
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Node first = nodes.get(0);
    nodes.set(
        0,
        new Node(
            first.name(),
            "made.up",
            first.op(),
            first.inputs(),
            first.outputs(),
            first.attributes(),
            first.rest()));
    Path file = folder.resolve("strange.onnx");
    OnnxWriter.write(model.withGraph(graph.withNodes(nodes)), file);
    Cli run = Cli.run("inspect", file);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("made.up"), run.err());
    assertEquals(1, run.err().strip().lines().count(), run.err());
  }
}
