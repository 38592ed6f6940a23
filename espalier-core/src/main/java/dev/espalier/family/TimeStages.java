package dev.espalier.family;

import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Stages of a recurrent model that stop reading: the k-th answers after the first frames, as the
 * model itself does of a sequence that ends there. No head is trained.
 *
 * <p>Where all recurrent layers run forward, a stage hands their states on and the next reads only
 * the frames that follow; else it reads all of its frames again.
 *
 * @param stages the last reads everything; empty where there is a reason
 * @param reason why the model cannot stop reading; empty where it can
 */
public record TimeStages(List<ChainStage> stages, String reason) {
  /** Slice with operands, and Gather from behind. */
  private static final int SLICE_BY_INPUTS = 11;

  /** States are (directions, records, units) to a layer, and handed on with the records first. */
  private static final int[] ROWS_AND_LAYERS = {1, 0, 2};

  public TimeStages {
    stages = List.copyOf(stages);
  }

  /**
   * Stages that end after these numbers of frames, ascending; one more reads to the end. A model
   * whose answer is not that of its last states (a mean over time) reads its frames again, which
   * the runtime shows on {@code feeds}.
   */
  public static TimeStages of(
      Coupling coupling, List<Integer> ends, List<Map<String, Tensor>> feeds) {
    List<Node> layers =
        coupling.model().graph().nodes().stream().filter(Trait.RECURRENT::of).toList();
    String refusal = refusal(coupling, layers, ends);
    if (!refusal.isEmpty()) {
      return new TimeStages(List.of(), refusal);
    }
    Reader reader = new Reader(coupling, layers, ends);
    boolean forward =
        layers.stream()
            .allMatch(
                n -> n.stringAttr("direction", "forward").equals("forward") && !n.hasInput(4));
    if (forward) {
      List<ChainStage> carrying = reader.stages(true);
      List<Model> models = carrying.stream().map(ChainStage::model).toList();
      if (SplitProof.check(coupling.model(), models, feeds).within()) {
        return new TimeStages(carrying, "");
      }
    }
    return new TimeStages(reader.stages(false), "");
  }

  /** How many frames the model reads; empty where that varies or nothing is recurrent. */
  public static OptionalInt frames(Coupling coupling) {
    return coupling.model().graph().nodes().stream()
        .filter(Trait.RECURRENT::of)
        .map(n -> coupling.shapes().get(n.input(0)))
        .filter(x -> x != null && !x.varies(0))
        .mapToInt(x -> x.a()[0])
        .findFirst();
  }

  private static String refusal(Coupling coupling, List<Node> layers, List<Integer> ends) {
    if (layers.isEmpty()) {
      return "the model has no recurrent layer";
    } else if (coupling.model().opset() < SLICE_BY_INPUTS) {
      return "the model's operator set is below " + SLICE_BY_INPUTS;
    }
    Shapes.Observed x = coupling.shapes().get(layers.get(0).input(0));
    if (x == null || x.varies(0)) {
      return "the number of frames varies, so there is no telling which are the last";
    }
    boolean sliced =
        coupling.model().graph().dataInputs().stream()
            .anyMatch(i -> time(coupling.shapes(), i.name(), x).isPresent());
    if (!sliced) {
      return "no input has one axis with the " + x.a()[0] + " steps of " + layers.get(0).label();
    }
    boolean ascending =
        IntStream.range(0, ends.size())
            .allMatch(i -> ends.get(i) > (i == 0 ? 0 : ends.get(i - 1)) && ends.get(i) < x.a()[0]);
    return ascending && !ends.isEmpty()
        ? ""
        : ends + " are no ascending numbers of frames below " + x.a()[0];
  }

  /** The axis of an input that is the time of a recurrent layer, where only one can be. */
  private static OptionalInt time(Shapes shapes, String input, Shapes.Observed x) {
    Shapes.Observed shape = shapes.get(input);
    int[] axes =
        shape == null
            ? new int[0]
            : IntStream.range(1, shape.rank()).filter(i -> shape.sameAxis(i, x, 0)).toArray();
    return axes.length == 1 ? OptionalInt.of(axes[0]) : OptionalInt.empty();
  }

  /** Writes the stages. */
  private static final class Reader {
    private final Coupling coupling;
    private final Graph graph;
    private final List<Node> layers;
    private final List<Integer> ends;
    private final Shapes.Observed x;

    Reader(Coupling coupling, List<Node> layers, List<Integer> ends) {
      this.coupling = coupling;
      this.graph = coupling.model().graph();
      this.layers = layers;
      this.ends = ends;
      this.x = java.util.Objects.requireNonNull(coupling.shapes().get(layers.get(0).input(0)));
    }

    List<ChainStage> stages(boolean carrying) {
      List<ChainStage> stages = new ArrayList<>();
      for (int i = 0; i <= ends.size(); i++) {
        int from = carrying && i > 0 ? ends.get(i - 1) : 0;
        int to = i == ends.size() ? x.a()[0] : ends.get(i);
        boolean last = i == ends.size();
        stages.add(
            new Part(from, to, carrying && i > 0, carrying && !last)
                .stage(last ? "original" : "frames" + to));
      }
      return stages;
    }

    /** One stage as it is written. */
    private final class Part {
      private final int from;
      private final int to;
      private final boolean continues;
      private final boolean handsOn;
      private final GraphWriter writer = GraphWriter.over(coupling.model());
      private final List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
      private final List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
      private final List<String> carried = new ArrayList<>();

      Part(int from, int to, boolean continues, boolean handsOn) {
        this.from = from;
        this.to = to;
        this.continues = continues;
        this.handsOn = handsOn;
      }

      ChainStage stage(String name) {
        Map<String, String> frames = frames();
        for (Node node : graph.nodes()) {
          Node reading =
              node.withInputs(node.inputs().stream().map(v -> frames.getOrDefault(v, v)).toList());
          if (layers.contains(node)) {
            writer.add(withStates(reading));
          } else {
            writer.add(atEnd(reading, node));
          }
        }
        Graph stage =
            new Graph(graph.name(), sorted(), writer.initializers(), inputs, outputs, List.of())
                .pruned();
        return new ChainStage(name, coupling.model().withGraph(stage), carried);
      }

      private List<Node> sorted() {
        Set<String> known = new java.util.HashSet<>(writer.initializers().keySet());
        inputs.forEach(i -> known.add(i.name()));
        return Graph.sorted(writer.nodes(), known);
      }

      /** Cuts the frames of this stage out of each input that has them. */
      private Map<String, String> frames() {
        Map<String, String> sliced = new LinkedHashMap<>();
        for (ValueInfo input : graph.dataInputs()) {
          OptionalInt axis = time(coupling.shapes(), input.name(), x);
          if (axis.isPresent() && to - from < x.a()[0]) {
            String name = input.name() + "/frames";
            String first = constant(name + "/from", from);
            String end = constant(name + "/to", to);
            String along = constant(name + "/axis", axis.getAsInt());
            writer.named(name, "Slice", Map.of(), input.name(), first, end, along);
            sliced.put(input.name(), name);
          }
        }
        return sliced;
      }

      private String constant(String name, long value) {
        return writer.initializer(name, Tensor.vector(value));
      }

      /** The last of all frames is the last of these. */
      private Node atEnd(Node reading, Node original) {
        Tensor index = writer.initializers().get(original.input(1));
        Shapes.Observed of = coupling.shapes().get(original.input(0));
        if (!original.is("Gather") || index == null || index.size() != 1 || of == null) {
          return reading;
        }
        int axis = Dims.axis(original.intAttr("axis", 0), of.rank());
        if (!of.sameAxis(axis, x, 0) || index.longs()[0] != x.a()[0] - 1) {
          return reading;
        }
        String last = original.key() + "/last";
        writer.initializer(last, Tensor.longs(new long[] {-1}, index.dims()));
        return reading.withInput(1, last);
      }

      /** A layer that begins with the states it is given, and hands its own on. */
      private Node withStates(Node layer) {
        List<String> results = new ArrayList<>(layer.outputs());
        Node begun = layer;
        int states = layer.is("LSTM") ? 2 : 1;
        for (int s = 0; s < states; s++) {
          String name = layer.key() + (s == 0 ? "/hidden" : "/cell");
          while (results.size() <= s + 1) {
            results.add("");
          }
          if (continues) {
            String given = name + "/" + from;
            inputs.add(info(layer, given));
            writer.add(Split.transpose(given, name + "/begin", ROWS_AND_LAYERS));
            begun = begun.withInput(5 + s, name + "/begin");
          }
          if (handsOn) {
            String end = results.get(s + 1).isEmpty() ? name + "/end" : results.get(s + 1);
            results.set(s + 1, end);
            writer.add(Split.transpose(end, name + "/" + to, ROWS_AND_LAYERS));
            outputs.add(info(layer, name + "/" + to));
            carried.add(name + "/" + to);
          }
        }
        return new Node(
            layer.name(),
            layer.domain(),
            layer.op(),
            begun.inputs(),
            results,
            layer.attributes(),
            layer.rest());
      }

      private ValueInfo info(Node layer, String name) {
        return ValueInfo.of(
            name,
            dev.espalier.model.DType.FLOAT,
            graph.dataInputs().get(0).dims().get(0),
            ValueInfo.Dim.of(1),
            ValueInfo.Dim.of(layer.intAttr("hidden_size", 0)));
      }
    }
  }
}
