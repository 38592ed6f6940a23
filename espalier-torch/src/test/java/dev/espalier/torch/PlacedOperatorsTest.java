package dev.espalier.torch;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that read and write at given places do so on libtorch as in ONNX Runtime. */
class PlacedOperatorsTest {
  private static final int STEPS = 5;
  private static final int WIDTH = 6;
  private static final int SIDE = 8;

  private static void compare(GraphBuilder g, String y) {
    Model built = g.output(y, "y").build();
    Model model = new Model(built.graph(), 10, Map.of("", 20L), built.metadata(), built.rest());
    SharedModelsTest.compare(model, 1);
    SharedModelsTest.compare(model, 3);
  }

  @ParameterizedTest
  @CsvSource({"ArgMax, 0", "ArgMin, 0", "ArgMax, 1", "ArgMin, 1"})
  void elementsAtExtremes(String op, int last) {
    GraphBuilder g = GraphBuilder.settled("extremes", 1);
    String x = g.linear("made", g.input("x", STEPS, 7), WIDTH);
    Map<String, Attribute> how = Attributes.of("axis", 1, "select_last_index", last);
    String place = g.node(op, how, g.node("Relu", Map.of(), x));
    String y = g.node("GatherElements", Attributes.of("axis", 1), x, place);
    compare(g, g.shaped(y, -1, 1, WIDTH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "add", "mul", "max", "min"})
  void writtenElements(String reduction) {
    GraphBuilder g = GraphBuilder.settled("elements", 1);
    String x = g.linear("made", g.input("x", STEPS, 7), WIDTH);
    String place = g.node("ArgMax", Attributes.of("axis", 1), x);
    String update = g.node("ReduceMean", Map.of(), x, g.vector("steps", 1));
    Map<String, Attribute> how = Attributes.of("axis", 1, "reduction", reduction);
    String y = g.node("ScatterElements", how, x, place, update);
    compare(g, g.shaped(y, -1, STEPS, WIDTH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "add", "mul", "max", "min"})
  void writtenSlices(String reduction) {
    GraphBuilder g = GraphBuilder.settled("slices", 1);
    String x = g.linear("made", g.input("x", STEPS, 7), WIDTH);
    String steps = g.transpose(x, 1, 0, 2);
    String from = g.constant("from", Tensor.longs(new long[] {0, -1}, 2, 1));
    String to = g.constant("to", Tensor.longs(new long[] {-2, 1}, 2, 1));
    String some = g.node("GatherND", Map.of(), steps, from);
    Map<String, Attribute> how = Attributes.of("reduction", reduction);
    String y = g.node("ScatterND", how, steps, to, some);
    compare(g, g.transpose(g.shaped(y, STEPS, -1, WIDTH), 1, 0, 2));
  }

  /** Each record names elements of its own part. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void slicesOfEachRecord(int named) {
    GraphBuilder g = GraphBuilder.settled("records", 1);
    String x = g.linear("made", g.input("x", STEPS, 7), WIDTH);
    String numbers = g.input("numbers", DType.INT64, 4, named);
    String places = g.node("Mod", Map.of(), numbers, g.vector("steps", STEPS));
    String y = g.node("GatherND", Attributes.of("batch_dims", 1), x, places);
    compare(g, named == 1 ? g.shaped(y, -1, 4, WIDTH) : g.shaped(y, -1, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, zeros, 0",
    "linear, border, 1",
    "linear, reflection, 0",
    "nearest, zeros, 0",
    "cubic, zeros, 1",
    "cubic, border, 0"
  })
  void sampledImages(String mode, String padding, int corners) {
    GraphBuilder g = GraphBuilder.settled("sampled", 1);
    String x = g.input("x", 3, SIDE, SIDE);
    String grid = g.mul(g.input("grid", 4, 5, 2), g.scalar("beyond", 1.5f));
    Map<String, Attribute> how =
        Attributes.of("mode", mode, "padding_mode", padding, "align_corners", corners);
    compare(g, g.shaped(g.node("GridSample", how, x, grid), -1, 3, 4, 5));
  }

  /** Patches that overlap, with a border. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void imagesOfPatches(int stride) {
    GraphBuilder g = GraphBuilder.settled("patches", 1);
    int places = (SIDE + 2 - 3) / stride + 1;
    String x = g.input("x", 2 * 9, places * places);
    Map<String, Attribute> how =
        Attributes.of("strides", new int[] {stride, stride}, "pads", new int[] {1, 1, 1, 1});
    String image = g.vector("image", SIDE, SIDE);
    String y = g.node("Col2Im", how, x, image, g.vector("kernel", 3, 3));
    compare(g, g.shaped(y, -1, 2, SIDE, SIDE));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void blocksAsChannels(int block) {
    GraphBuilder g = GraphBuilder.settled("blocks", 1);
    String x = g.input("x", 3, SIDE, SIDE);
    String y = g.node("SpaceToDepth", Attributes.of("blocksize", block), x);
    compare(g, g.shaped(y, -1, 3 * block * block, SIDE / block, SIDE / block));
  }
}
