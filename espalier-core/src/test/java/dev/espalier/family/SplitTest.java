package dev.espalier.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.SharedData;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.family.ExitPoint.Layout;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit points, the pieces between them, and heads at them. */
@Tag("slow")
class SplitTest {
  static Stream<Named<Model>> graphs() {
    return Stream.concat(Graphs.all(5).stream(), SequenceGraphs.all(6).stream())
        .map(m -> Named.of(m.graph().name(), m));
  }

  private static Coupling prepared(Model model) {
    return Prepared.of(model, "blocks").coupling();
  }

  static List<Map<String, Tensor>> feeds(Coupling coupling) {
    return List.of(
        SampleInputs.of(coupling.model(), coupling.shapes(), true, 1),
        SampleInputs.of(coupling.model(), coupling.shapes(), false, 2));
  }

  private static List<Model> models(List<ChainStage> stages) {
    return stages.stream().map(ChainStage::model).toList();
  }

  /** Heads of a fixed share at each of a model's points. */
  static MultiExit multiExit(Coupling coupling, List<ExitPoint> points, double share) {
    ExitHeads heads = new ExitHeads(coupling, ExitPoints.of(coupling), 3);
    List<MultiExit.Exit> exits = new ArrayList<>();
    for (ExitPoint point : points) {
      List<ExitHead> fitting = heads.at(point, share);
      if (!fitting.isEmpty()) {
        exits.add(new MultiExit.Exit(point, fitting.get(fitting.size() - 1)));
      }
    }
    return new MultiExit(coupling, exits);
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void piecesInOrderAreTheModel(Model model) {
    Coupling coupling = prepared(model);
    ExitPoints found = ExitPoints.of(coupling);
    assertTrue(found.points().isEmpty() != found.reasons().isEmpty(), found.toString());
    List<Model> pieces = new Split(coupling).at(found.points());
    assertEquals(found.points().size() + 1, pieces.size());
    long nodes = pieces.stream().mapToLong(p -> p.graph().nodes().size()).sum();
    Closeness proof = SplitProof.check(model, pieces, feeds(coupling));
    assertTrue(proof.within(), proof.worst());
    assertTrue(nodes >= coupling.model().graph().pruned().nodes().size(), "something is missing");
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void everyStageAnswersAndTheLastIsTheModel(Model model) {
    Coupling coupling = prepared(model);
    MultiExit exits = multiExit(coupling, ExitPoints.of(coupling).points(), 0.2);
    List<ChainStage> stages = exits.stages(exits.model());
    Closeness proof = SplitProof.check(model, models(stages), feeds(coupling));
    assertTrue(proof.within(), proof.worst());
    for (ChainStage stage : stages) {
      assertEquals(
          model.graph().outputs().get(0).dims(),
          stage.model().graph().outputs().get(0).dims(),
          stage.name());
    }
  }

  @Test
  void residualNetworksCanAnswerBehindEveryBlock() {
    ExitPoints found = ExitPoints.of(prepared(Graphs.resnet(1)));
    List<Layout> layouts = found.points().stream().map(ExitPoint::layout).distinct().toList();
    assertEquals(List.of(Layout.CHANNELS, Layout.FLAT), layouts);
    assertEquals(4, found.points().size(), found.points().toString());
    assertTrue(found.points().get(0).share() < found.points().get(3).share());
    assertEquals(8, found.points().get(0).shape().a()[1]);
  }

  @Test
  void recurrentLayersHandOnWithTheRecordsFirst() {
    ExitPoints found = ExitPoints.of(prepared(SequenceGraphs.gru(1)));
    ExitPoint first = found.points().get(0);
    assertEquals(Layout.STEPS, first.layout());
    assertEquals(1, first.rows());
    assertEquals(List.of(7, 8), java.util.Arrays.stream(first.sizes()).boxed().toList());
  }

  @Test
  void headsLookAtTheStepThatTheModelLooksAt() {
    assertEquals(List.of(6L), step(SequenceGraphs.gru(1)), "the last state is read");
    assertEquals(List.of(), step(SequenceGraphs.biLstm(1)), "the mean is read");
    assertEquals(List.of(), step(dev.espalier.TransformerGraph.dynamic(1)), "sizes are no steps");
    Model real = OnnxReader.read(SharedData.require("models/speech/fsdd_gru2x128.onnx"));
    assertEquals(List.of(63L), step(real), "the last of 64 frames is gathered");
  }

  /** The step that a plain head at the first point picks; none for the mean. */
  private static List<Long> step(Model model) {
    Coupling coupling = prepared(model);
    ExitPoints found = ExitPoints.of(coupling);
    ExitHead plain = new ExitHeads(coupling, found, 1).at(found.points().get(0), 0).get(0);
    Tensor step = plain.model().graph().initializers().get("step");
    return step == null ? List.of() : List.of(step.longs()[0]);
  }

  @Test
  void whereSeveralValuesAreNeededTheReasonNamesThem() {
    ExitPoints unet = ExitPoints.of(prepared(Graphs.unet(1)));
    assertTrue(unet.points().stream().allMatch(p -> p.share() < 0.5 || p.share() > 0.9));
    ExitPoints none = ExitPoints.of(prepared(Graphs.shuffleSplit(1)));
    assertFalse(none.points().isEmpty());
  }

  @Test
  void aValueInsideABlockIsRefused() {
    Coupling coupling = prepared(Graphs.resnet(1));
    ExitPoints found = ExitPoints.of(coupling);
    ExitPoint stem = found.points().get(0);
    String inside =
        coupling.model().graph().nodes().stream()
            .filter(n -> n.is("Relu"))
            .map(n -> n.output(0))
            .filter(v -> found.points().stream().noneMatch(p -> p.value().equals(v)))
            .findFirst()
            .orElseThrow();
    ExitPoint wrong =
        new ExitPoint(
            inside,
            inside,
            coupling.shapes().get(inside),
            0,
            Layout.CHANNELS,
            stem.macs(),
            stem.share());
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Split(coupling).at(List.of(wrong)))
            .getMessage();
    assertTrue(message.contains("is needed after it too"), message);
    assertThrows(IllegalArgumentException.class, () -> found.require(inside));
  }

  @Test
  void pointsInTheWrongOrderAreRefused() {
    Coupling coupling = prepared(Graphs.vgg(1));
    List<ExitPoint> points = ExitPoints.of(coupling).points();
    assertThrows(
        IllegalArgumentException.class,
        () -> new Split(coupling).at(List.of(points.get(1), points.get(0))));
  }

  @Test
  void theProofCatchesAWrongPiece() {
    Model model = Graphs.vgg(1);
    Coupling coupling = prepared(model);
    List<Model> pieces = new ArrayList<>(new Split(coupling).at(ExitPoints.of(coupling).points()));
    Model last = pieces.get(pieces.size() - 1);
    Map<String, Tensor> weights = new LinkedHashMap<>(last.graph().initializers());
    weights.replaceAll((n, t) -> n.equals("fc2.bias") ? Tensor.floats(new float[5], 5) : t);
    pieces.set(pieces.size() - 1, last.withGraph(last.graph().withInitializers(weights)));
    Closeness proof = SplitProof.check(model, pieces, feeds(coupling));
    assertFalse(proof.within());
    assertTrue(proof.worst().contains("logits"), proof.worst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist/mnist_lenet5_caffe.onnx",
        "speech/fsdd_gru2x128.onnx",
        "speech/fsdd_bilstm2x96.onnx",
        "speech/fsdd_dscnn64.onnx",
        "text/transformer2_agnews7600.onnx",
        "resnet-cifar10/resnet20_cifar10.onnx",
        "mlperf-tiny/resnet8_cifar10.onnx"
      })
  void realModels(String file) {
    Model model = OnnxReader.read(SharedData.require("models/" + file));
    Coupling coupling = prepared(model);
    ExitPoints found = ExitPoints.of(coupling);
    assertTrue(found.points().size() >= 2, found.toString());
    MultiExit exits = multiExit(coupling, found.points().subList(0, 2), 0.05);
    Closeness proof = SplitProof.check(model, models(exits.stages(exits.model())), feeds(coupling));
    assertTrue(proof.within(), proof.worst());
  }
}
