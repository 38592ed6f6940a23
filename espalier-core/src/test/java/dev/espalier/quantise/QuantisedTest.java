package dev.espalier.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.record.CertificateRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written equals the float model that rounds likewise, and what is wrong is found. */
@Tag("slow")
class QuantisedTest {
  static Stream<Named<Model>> models() {
    return Stream.of(
            Graphs.all(3).stream(),
            SequenceGraphs.all(3).stream(),
            Stream.of(TransformerGraph.fixed(3), TransformerGraph.dynamic(3)))
        .flatMap(s -> s)
        .map(m -> Named.of(m.graph().name(), m));
  }

  /** A model that can be quantised, with inputs for it. */
  private record Given(Model ready, List<Map<String, Tensor>> feeds, StaticGrids grids) {
    static Given of(Model model) {
      Prepared prepared = Prepared.of(model, "blocks");
      Model ready = Ready.of(prepared.model());
      List<Map<String, Tensor>> feeds = new ArrayList<>();
      for (int seed = 1; seed <= 4; seed++) {
        feeds.add(SampleInputs.of(ready, prepared.coupling().shapes(), false, seed));
      }
      return new Given(ready, feeds, StaticGrids.of(ready, new Feeds(feeds), 1));
    }

    QuantPlan plan(Form form) {
      Map<String, Form> layers = new LinkedHashMap<>();
      Quantisable.byKey(ready.graph())
          .forEach(
              (key, layer) -> {
                if (layer.forms().contains(form)) {
                  layers.put(key, form);
                }
              });
      return grids.plan(layers, new MinMax());
    }

    CertificateRecord proof(QuantPlan plan, Model quantised) {
      return QuantCertificate.check(ready, plan, quantised, feeds);
    }
  }

  /** One feed a batch. */
  private record Feeds(List<Map<String, Tensor>> feeds) implements Dataset {
    @Override
    public int size() {
      return feeds.size();
    }

    @Override
    public Batch batch(int[] rows) {
      return new Batch(feeds.get(rows[0]), null, rows.length);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyFormEqualsItsSimulation(Model model) {
    Given given = Given.of(model);
    for (Form form : Form.values()) {
      QuantPlan plan = given.plan(form);
      Model quantised = Quantised.of(given.ready, plan);
      CertificateRecord proof = given.proof(plan, quantised);
      assertTrue(proof.certified(), () -> form + ": " + proof.message());
      assertEquals(given.ready.graph().outputs(), quantised.graph().outputs());
      assertEquals(given.ready.graph().inputs(), quantised.graph().inputs());
    }
  }

  /** The weights of a static convolution are integers in the file, and nothing else. */
  @Test
  void weightsLieInEightBits() {
    Given given = Given.of(Graphs.resnet(1));
    Model quantised = Quantised.of(given.ready, given.plan(Form.STATIC));
    long floats =
        quantised.graph().initializers().values().stream()
            .filter(t -> t.type() == DType.FLOAT && t.rank() > 1)
            .count();
    assertEquals(0, floats, () -> quantised.graph().initializers().keySet().toString());
    assertEquals(given.ready.parameters(), quantised.parameters(), 0.2 * quantised.parameters());
  }

  /** Those of the inputs and those of the state. */
  @Test
  void weightsOfRecurrentLayersLieInEightBits() {
    int layers = 0;
    for (Model model : SequenceGraphs.all(3)) {
      Given given = Given.of(model);
      Model quantised = Quantised.of(given.ready, given.plan(Form.WEIGHTS));
      long recurrent = given.ready.graph().nodes().stream().filter(Trait.RECURRENT::of).count();
      long stored =
          quantised.graph().initializers().values().stream()
              .filter(t -> t.type() == DType.INT8 && t.rank() == 3)
              .count();
      assertTrue(stored >= 2 * recurrent, model.graph().name());
      layers += (int) recurrent;
    }
    assertTrue(layers > 2, "nothing recurrent was looked at");
  }

  @Test
  void aWrongScaleIsFound() {
    refuses(
        t -> {
          float[] scales = t.floats();
          scales[0] *= 2;
          return t.with(scales);
        },
        "_scale",
        1);
  }

  @Test
  void aMissingZeroPointIsFound() {
    refuses(t -> new Tensor(t.type(), t.dims(), Tensor.allocate((int) t.byteSize())), "_zero", 0);
  }

  /** Of square weights, where both axes have as many scales. */
  @Test
  void aSwappedAxisIsFound() {
    GraphBuilder g = GraphBuilder.fresh("square", 3);
    String x = g.relu(g.gemm("first", g.input("x", 8), 8));
    Given given = Given.of(g.output(g.gemm("second", x, 8), "y").build());
    QuantPlan plan = given.plan(Form.STATIC);
    Model quantised = Quantised.of(given.ready, plan);
    List<Node> nodes =
        quantised.graph().nodes().stream()
            .map(
                n ->
                    n.hasInput(0) && square(quantised.graph().initializers().get(n.input(0)))
                        ? n.withAttribute("axis", new Attribute.IntValue(1 - n.intAttr("axis", 1)))
                        : n)
            .toList();
    assertNotEquals(quantised.graph().nodes(), nodes);
    Model swapped = quantised.withGraph(quantised.graph().withNodes(nodes));
    assertFalse(given.proof(plan, swapped).certified());
  }

  private static boolean square(@Nullable Tensor weights) {
    return weights != null && weights.rank() == 2;
  }

  /** Changes every constant of a kind in the first static model, and expects it to be refused. */
  private static void refuses(UnaryOperator<Tensor> change, String ending, int rank) {
    Given given = Given.of(Graphs.vgg(3));
    QuantPlan plan = given.plan(Form.STATIC);
    Model quantised = Quantised.of(given.ready, plan);
    Map<String, Tensor> constants = new LinkedHashMap<>(quantised.graph().initializers());
    int[] changed = {0};
    constants.replaceAll(
        (name, tensor) -> {
          boolean wrong = name.endsWith(ending) && tensor.rank() == rank;
          changed[0] += wrong ? 1 : 0;
          return wrong ? change.apply(tensor) : tensor;
        });
    assertTrue(changed[0] > 0, "nothing was changed");
    CertificateRecord proof =
        given.proof(plan, quantised.withGraph(quantised.graph().withInitializers(constants)));
    assertFalse(proof.certified(), "it was not noticed");
  }
}
