package dev.espalier.hostile;

import dev.espalier.GoldenGraphs;
import dev.espalier.Graphs;
import dev.espalier.RandomGraphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Damaged small models; the same seed gives the same file. */
final class Mutants {
  private static final List<DType> TYPES = List.of(DType.values());
  private static final long[] ODD_NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    -2,
    64,
    1000,
    65_536,
    1L << 31,
    (1L << 31) - 1,
    -(1L << 31),
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] ODD_FLOATS = {
    0, -1, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE
  };

  private static final String[] OPERATORS = {
    "Add",
    "MatMul",
    "Conv",
    "Reshape",
    "Transpose",
    "Concat",
    "Split",
    "Gather",
    "Slice",
    "Expand",
    "Tile",
    "Range",
    "ReduceMean",
    "Softmax",
    "Shape",
    "Pad",
    "Resize",
    "Squeeze",
    "Unsqueeze",
    "Flatten",
    "Gemm",
    "ConstantOfShape",
    "NonZero",
    "TopK",
    "OneHot",
    "Cast",
    "Where",
    "LSTM",
    "MaxPool",
    "BatchNormalization",
    "Identity",
    "Nonsense",
    "CumSum",
    "DepthToSpace",
    "Einsum"
  };

  private static final String[] ODD_NAMES = {
    "", "a\"b", "line\nbreak", "*", "?", "a/b", "..", "\\", "\u0000", "x".repeat(5000), "é漢🙂", " "
  };

  private final SplittableRandom random;

  private Mutants(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The file before it is damaged. */
  static Model sound(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + 7);
    List<Model> golden = GoldenGraphs.all();
    int weights = 1 + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 0 -> Graphs.mlp(weights);
      case 1 -> Graphs.shufflenet(weights);
      case 2 -> SequenceGraphs.lstm(weights);
      case 3 -> SequenceGraphs.biGru(weights);
      case 4 -> TransformerGraph.fixed(weights);
      case 5 -> TransformerGraph.dynamic(weights);
      case 6 -> Graphs.unet(weights);
      case 7 -> Graphs.constantNodes(weights);
      case 8, 9 -> golden.get(random.nextInt(golden.size()));
      default -> RandomGraphs.of(random.nextInt(60));
    };
  }

  /** A file with one to eight bytes that are others, or a piece missing, doubled or moved. */
  static byte[] ofBytes(long seed) {
    return new Mutants(seed).bytes(OnnxWriter.bytes(sound(seed)));
  }

  /** A file that can be read, with one to three changes of nodes, attributes, shapes or types. */
  static byte[] ofStructure(long seed) {
    Mutants mutants = new Mutants(seed);
    Model model = sound(seed);
    int changes = 1 + mutants.random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      model = mutants.changed(model);
    }
    return OnnxWriter.bytes(model);
  }

  private byte[] bytes(byte[] file) {
    byte[] out = file.clone();
    int at = random.nextInt(out.length);
    int length = 1 + random.nextInt(Math.min(64, out.length - at));
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(out, at); // cut off
      case 1 -> joined(Arrays.copyOf(out, at), Arrays.copyOfRange(out, at + length, out.length));
      case 2 -> joined(Arrays.copyOf(out, at + length), Arrays.copyOfRange(out, at, out.length));
      case 3 -> {
        System.arraycopy(out, random.nextInt(out.length - length + 1), out, at, length);
        yield out;
      }
      default -> flipped(out);
    };
  }

  private byte[] flipped(byte[] out) {
    int flips = 1 + random.nextInt(8);
    for (int i = 0; i < flips; i++) {
      // most of a file is weights, so half of the changes fall where structure is dense
      int place = random.nextBoolean() ? random.nextInt(out.length) : structure(out);
      out[place] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) (out[place] ^ 1 << random.nextInt(8));
    }
    return out;
  }

  private int structure(byte[] file) {
    int ends = Math.min(2000, file.length);
    return random.nextBoolean() ? random.nextInt(ends) : file.length - 1 - random.nextInt(ends);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] out = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, out, first.length, second.length);
    return out;
  }

  private Model changed(Model model) {
    Graph graph = model.graph();
    if (graph.nodes().isEmpty()) {
      return model;
    }
    List<Node> nodes = new ArrayList<>(graph.nodes());
    int i = random.nextInt(nodes.size());
    Node node = nodes.get(i);
    switch (random.nextInt(14)) {
      case 0 -> nodes.remove(i);
      case 1 -> nodes.add(i, node);
      case 2 -> {
        int j = random.nextInt(nodes.size());
        nodes.set(i, nodes.get(j));
        nodes.set(j, node);
      }
      case 3 -> nodes.set(i, withOp(node, OPERATORS[random.nextInt(OPERATORS.length)]));
      case 4 -> nodes.set(i, rewired(node, graph));
      case 5 -> nodes.set(i, bypassed(node));
      case 6, 7 -> nodes.set(i, withOddAttribute(node));
      case 8 -> nodes.set(i, renamed(node));
      case 9 -> {
        return model.withGraph(graph.withInputs(reshaped(graph.inputs())));
      }
      case 10 -> {
        return model.withGraph(graph.withOutputs(reshaped(graph.outputs())));
      }
      case 11 -> {
        return model.withGraph(graph.withInitializers(withOddConstant(graph.initializers())));
      }
      case 12 -> {
        return model.withGraph(graph.withInitializers(withOtherShape(graph.initializers())));
      }
      default -> {
        Map<String, Long> opsets = new LinkedHashMap<>(model.opsets());
        opsets.put("", (long) random.nextInt(1, 26));
        return new Model(graph, model.irVersion(), opsets, model.metadata(), model.rest());
      }
    }
    return model.withGraph(graph.withNodes(nodes));
  }

  private static Node withOp(Node node, String op) {
    return new Node(
        node.name(),
        node.domain(),
        op,
        node.inputs(),
        node.outputs(),
        node.attributes(),
        node.rest());
  }

  private Node rewired(Node node, Graph graph) {
    List<String> values = new ArrayList<>(graph.initializers().keySet());
    graph.nodes().forEach(n -> values.addAll(n.outputs()));
    values.add("");
    String other = values.get(random.nextInt(values.size()));
    return node.inputs().isEmpty()
        ? node.withInput(0, other)
        : node.withInput(random.nextInt(node.inputs().size() + 1), other);
  }

  private Node bypassed(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    if (!inputs.isEmpty()) {
      inputs.remove(random.nextInt(inputs.size()));
    }
    return node.withInputs(inputs);
  }

  private Node renamed(Node node) {
    String name = ODD_NAMES[random.nextInt(ODD_NAMES.length)];
    return new Node(
        name,
        node.domain(),
        node.op(),
        node.inputs(),
        node.outputs(),
        node.attributes(),
        node.rest());
  }

  private Node withOddAttribute(Node node) {
    List<String> keys = new ArrayList<>(node.attributes().keySet());
    keys.addAll(List.of("axis", "axes", "perm", "group", "keepdims", "pads", "strides", "to"));
    String key = keys.get(random.nextInt(keys.size()));
    if (random.nextInt(5) == 0) {
      return node.withoutAttribute(key);
    }
    return node.withAttribute(key, odd(node.attributes().get(key)));
  }

  private Attribute odd(Attribute was) {
    if (was instanceof Attribute.Ints ints && random.nextInt(4) > 0) {
      List<Long> values = new ArrayList<>(ints.values());
      if (values.isEmpty() || random.nextInt(4) == 0) {
        values.add(number());
      } else {
        values.set(random.nextInt(values.size()), number());
      }
      return new Attribute.Ints(values);
    }
    if (was instanceof Attribute.FloatValue && random.nextInt(4) > 0) {
      return new Attribute.FloatValue(ODD_FLOATS[random.nextInt(ODD_FLOATS.length)]);
    }
    return switch (random.nextInt(6)) {
      case 0 -> Attribute.Ints.of(number(), number());
      case 1 -> new Attribute.StringValue(ODD_NAMES[random.nextInt(ODD_NAMES.length)]);
      case 2 -> new Attribute.TensorValue(Tensor.vector(number()));
      default -> new Attribute.IntValue(number());
    };
  }

  private long number() {
    return random.nextBoolean()
        ? random.nextInt(-4, 10)
        : ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
  }

  private List<ValueInfo> reshaped(List<ValueInfo> infos) {
    List<ValueInfo> out = new ArrayList<>(infos);
    int i = random.nextInt(out.size());
    ValueInfo info = out.get(i);
    List<ValueInfo.Dim> dims = new ArrayList<>(info.dims());
    if (dims.isEmpty() || random.nextInt(4) == 0) {
      dims.add(ValueInfo.Dim.of(1 + random.nextInt(4)));
    } else if (random.nextInt(4) == 0) {
      dims.remove(random.nextInt(dims.size()));
    } else {
      long size = number();
      dims.set(
          random.nextInt(dims.size()),
          size < 0 ? ValueInfo.Dim.symbol("any") : ValueInfo.Dim.of(size));
    }
    DType type = random.nextInt(4) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : info.type();
    out.set(i, new ValueInfo(info.name(), type, dims, random.nextInt(6) > 0, info.rest()));
    return out;
  }

  private Map<String, Tensor> withOddConstant(Map<String, Tensor> initializers) {
    Map<String, Tensor> out = new LinkedHashMap<>(initializers);
    List<String> whole =
        out.keySet().stream().filter(n -> out.get(n).type() == DType.INT64).toList();
    List<String> names = whole.isEmpty() ? List.copyOf(out.keySet()) : whole;
    if (names.isEmpty()) {
      return out;
    }
    String name = names.get(random.nextInt(names.size()));
    Tensor tensor = out.get(name);
    if (tensor.type() == DType.INT64 && tensor.size() > 0) {
      long[] values = tensor.longs();
      values[random.nextInt(values.length)] = number();
      out.put(name, Tensor.longs(values, tensor.dims()));
    } else if (tensor.type() == DType.FLOAT && tensor.size() > 0) {
      float[] values = tensor.floats();
      values[random.nextInt(values.length)] = ODD_FLOATS[random.nextInt(ODD_FLOATS.length)];
      out.put(name, Tensor.floats(values, tensor.dims()));
    }
    return out;
  }

  private Map<String, Tensor> withOtherShape(Map<String, Tensor> initializers) {
    Map<String, Tensor> out = new LinkedHashMap<>(initializers);
    if (out.isEmpty()) {
      return out;
    }
    String name = List.copyOf(out.keySet()).get(random.nextInt(out.size()));
    Tensor tensor = out.get(name);
    switch (random.nextInt(4)) {
      case 0 -> out.remove(name);
      case 1 -> out.put(name, Tensor.floats(new float[0], 0));
      case 2 -> {
        int[] dims = tensor.dims().clone();
        for (int i = 0; i < dims.length / 2; i++) {
          int other = dims[i];
          dims[i] = dims[dims.length - 1 - i];
          dims[dims.length - 1 - i] = other;
        }
        out.put(name, tensor.reshape(dims));
      }
      default -> out.put(name, Tensor.vector(number(), number()));
    }
    return out;
  }
}
