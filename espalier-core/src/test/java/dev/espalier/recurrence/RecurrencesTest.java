package dev.espalier.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Group;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.recurrence.StepBodies.Writing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops and Scans that are recurrent operators, and those that nearly are. */
class RecurrencesTest {
  private static final int H = StepBodies.H;

  @ParameterizedTest
  @EnumSource(StepBodies.class)
  void aStepOfACellBecomesItsOperator(StepBodies cell) {
    Model model = LoopModel.plain().of(cell);
    assertWritten(model, cell.op, "forward");
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(
        List.of(H),
        prepared.coupling().prunable().stream().map(Group::units).toList(),
        "hidden units");
    Map<String, int[]> kept = new LinkedHashMap<>();
    prepared.coupling().prunable().forEach(g -> kept.put(g.name(), new int[] {0, 3}));
    PrunePlan plan = PrunePlan.keeping("blocks", prepared.coupling(), kept);
    Model cut = new Surgeon(OpRules.standard()).apply(prepared.coupling(), plan);
    assertTrue(Certificate.check(prepared.coupling(), plan, cut, null).certified());
    assertEquals(model.graph().inputs(), cut.graph().inputs());
    assertEquals(model.graph().outputNames(), cut.graph().outputNames());
  }

  /** Every way of reading, beginning and leaving, with every cell at random. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void howeverASequenceIsReadAndLeft(int which) {
    RandomGenerator random = new SplittableRandom(which);
    List<StepBodies> cells = List.of(StepBodies.values());
    for (int i = 0; i < 8; i++) {
      LoopModel how =
          new LoopModel(
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean());
      StepBodies cell = cells.get(random.nextInt(cells.size()));
      assertWritten(how.of(cell), cell.op, how.backward() ? "reverse" : "forward");
    }
  }

  @Test
  void gatesAndActivationsAreToldApart() {
    assertEquals(List.of("Sigmoid", "Relu"), activations(StepBodies.GRU_JOINED));
    assertEquals(List.of("Sigmoid", "Relu", "Softsign"), activations(StepBodies.LSTM_GATES));
    assertEquals(List.of("Relu"), activations(StepBodies.RNN_RELU));
    assertEquals(1, only(StepBodies.GRU_AFTER).intAttr("linear_before_reset", 0));
    assertEquals(0, only(StepBodies.GRU_BEFORE).intAttr("linear_before_reset", 0));
  }

  private static List<String> activations(StepBodies cell) {
    return ((Attribute.Strings) only(cell).attributes().get("activations")).values();
  }

  private static Node only(StepBodies cell) {
    Model written = Recurrences.written(LoopModel.plain().of(cell)).orElseThrow();
    return written.graph().nodes().stream().filter(n -> n.is(cell.op)).findFirst().orElseThrow();
  }

  /** Bodies that differ from a cell in one place, each with what differs. */
  enum Nearly {
    /** What goes is not what is missing of what stays. */
    OTHER_GATE {
      @Override
      String step(Writing w, String x, String h) {
        String z = w.gate("z", "Sigmoid", x, h);
        String r = w.gate("r", "Sigmoid", x, h);
        String g = w.gate("g", "Tanh", x, w.of("Mul", r, h));
        String one = w.g().scalar("one", 1);
        return w.of("Add", w.of("Mul", z, h), w.of("Mul", w.of("Sub", one, r), g));
      }
    },
    HALVED {
      @Override
      String step(Writing w, String x, String h) {
        return w.of("Mul", w.gate("h", "Tanh", x, h), w.g().scalar("half", 0.5f));
      }
    },
    RESIDUAL {
      @Override
      String step(Writing w, String x, String h) {
        return w.of("Add", w.gate("h", "Tanh", x, h), h);
      }
    },
    ONE_UNIT_DIFFERS {
      @Override
      String step(Writing w, String x, String h) {
        String z = w.gate("z", "Sigmoid", x, h);
        String r = w.gate("r", "Sigmoid", x, h);
        String g = w.gate("g", "Tanh", x, w.of("Mul", r, h));
        String nearly = w.g().constant("nearly", Tensor.floats(new float[] {1, 1, 1, 1.01f}, 1, H));
        return w.of("Add", w.of("Mul", w.of("Sub", nearly, z), g), w.of("Mul", z, h));
      }
    },
    TWO_ACTIVATIONS {
      @Override
      String step(Writing w, String x, String h) {
        String z = w.gate("z", "Sigmoid", x, h);
        String r = w.gate("r", "Tanh", x, h);
        return w.blend(z, h, w.gate("g", "Tanh", x, w.of("Mul", r, h)));
      }
    },
    MASKED {
      @Override
      String step(Writing w, String x, String h) {
        String next = w.gate("h", "Tanh", x, h);
        String sum = w.g().node("ReduceSum", Map.of(), x);
        String some = w.of("Greater", sum, w.g().scalar("nothing", 0));
        return w.of("Where", some, next, h);
      }
    },
    CHANCE {
      @Override
      String step(Writing w, String x, String h) {
        String noise = w.g().node("RandomNormalLike", Map.of(), h);
        return w.gate("h", "Tanh", x, w.of("Add", h, noise));
      }
    },
    PRODUCT_OF_STATES {
      @Override
      String step(Writing w, String x, String h) {
        return w.gate("h", "Tanh", x, w.of("Mul", h, h));
      }
    },
    /** An ONNX operator, but none of those that a recurrent one takes without numbers. */
    OTHER_ACTIVATION {
      @Override
      String step(Writing w, String x, String h) {
        return w.gate("h", "Erf", x, h);
      }
    };

    abstract String step(Writing w, String x, String h);
  }

  @ParameterizedTest
  @EnumSource(Nearly.class)
  void whatNearlyIsACellStays(Nearly body) {
    Model model =
        LoopModel.plain().of(1, (w, x, states) -> List.of(body.step(w, x, states.get(0))));
    assertTrue(Recurrences.written(model).isEmpty());
  }

  /** Each takes another number of steps, or other elements, than the operator would. */
  @ParameterizedTest
  @ValueSource(strings = {"fewer", "twice", "data", "same element", "count is read"})
  void otherStepsStay(String which) {
    boolean compared = !which.equals("data");
    LoopModel how = new LoopModel(false, false, false, false, false, false, compared);
    Model model = how.of(StepBodies.RNN_TANH);
    assertTrue(Recurrences.written(model).isPresent());
    assertTrue(Recurrences.written(altered(model, which)).isEmpty());
  }

  private static Model altered(Model model, String which) {
    Graph graph = model.graph();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    if (which.equals("fewer")) {
      constants.put("length", Tensor.longs(new long[] {LoopModel.STEPS - 1}));
      return model.withGraph(graph.withInitializers(constants));
    } else if (which.equals("count is read")) {
      List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
      outputs.add(ValueInfo.of("count", DType.INT64));
      return model.withGraph(graph.withOutputs(outputs));
    }
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.replaceAll(
        node ->
            node.is("Loop")
                ? node.withAttribute(
                    "body", Subgraphs.of(body(Subgraphs.graph(node, "body").orElseThrow(), which)))
                : node);
    return model.withGraph(graph.withNodes(nodes));
  }

  private static Graph body(Graph body, String which) {
    Map<String, Tensor> constants = new LinkedHashMap<>(body.initializers());
    List<Node> nodes = new ArrayList<>(body.nodes());
    switch (which) {
      case "twice" -> constants.put("step", Tensor.longs(new long[] {2}));
      case "same element" ->
          nodes.replaceAll(node -> node.is("Gather") ? node.withInput(1, "begin") : node);
      default -> {
        constants.put("large", Tensor.floats(new float[] {1e9f}));
        nodes.removeIf(node -> node.output(0).equals("more"));
        nodes.add(
            new Node(
                "",
                "",
                "ReduceSum",
                List.of("state0"),
                List.of("sum"),
                Attributes.of("keepdims", 0),
                new byte[0]));
        nodes.add(Node.of("Less", "", List.of("sum", "large"), List.of("more")));
      }
    }
    return body.withNodes(nodes).withInitializers(constants);
  }

  @Test
  void theStateBeforeTheStepIsNoResultOfTheOperator() {
    Model model =
        LoopModel.plain()
            .allSteps()
            .of(
                2,
                (w, x, states) -> {
                  String next = w.gate("h", "Tanh", x, states.get(0));
                  return List.of(w.of("Identity", states.get(1)), next);
                });
    assertTrue(Recurrences.written(model).isEmpty());
  }

  private static void assertWritten(Model model, String op, String direction) {
    Model written = Recurrences.written(model).orElseThrow();
    List<Node> nodes = written.graph().nodes();
    assertFalse(nodes.stream().anyMatch(n -> n.is("Loop") || n.is("Scan")));
    Node node = nodes.stream().filter(n -> n.is(op)).findFirst().orElseThrow();
    assertEquals(direction, node.stringAttr("direction", ""));
    try (Session a = Session.open(model, SessionOptions.threads(1));
        Session b = Session.open(written, SessionOptions.threads(1))) {
      for (int rows : new int[] {1, 2, 7}) {
        for (int steps : new int[] {1, 5, 9}) {
          Map<String, Tensor> inputs = inputs(model, rows, steps);
          Closeness found = Closeness.of(a.run(inputs), b.run(inputs), 1e-4, 1e-5);
          assertTrue(found.within(), found.worst());
        }
      }
    }
  }

  private static Map<String, Tensor> inputs(Model model, int rows, int steps) {
    RandomGenerator random = new SplittableRandom(rows);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      List<Integer> dims = new ArrayList<>(List.of(rows));
      input.dims().stream().skip(1).forEach(d -> dims.add(d.known() ? (int) d.size() : steps));
      int[] sizes = dims.stream().mapToInt(Integer::intValue).toArray();
      float[] values = new float[Dims.size(sizes)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(input.name(), Tensor.floats(values, sizes));
    }
    return inputs;
  }
}
