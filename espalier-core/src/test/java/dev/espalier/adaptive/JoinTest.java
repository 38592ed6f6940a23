package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The joined file, the file with an effort, and {@link AdaptiveModel} do what choosing row by row
 * does.
 */
@Tag("slow")
class JoinTest {
  private static final int[] BATCHES = {0, 1, 7, 64};

  static final List<Cascade> CASCADES =
      List.of(
          Members.scored(Members.classifiers(4, 12), "margin", RowAnswer.LOGITS),
          Members.scored(Members.classifiers(4, 8, 16), "probability", RowAnswer.LOGITS),
          Members.scored(Members.classifiers(4, 8, 16), "agreement", RowAnswer.LOGITS),
          Members.scored(Members.exits(), "entropy", RowAnswer.LOGITS),
          Members.scored(Members.exits(), "energy", RowAnswer.LOGITS),
          Members.scored(
              Mixing.of(Members.classifiers(4, 8, 16), List.of(0.3, 0.6)),
              "margin",
              RowAnswer.LOGITS),
          Members.scored(
              Mixing.of(Members.exits(), List.of(0.5, 0.0)), "agreement", RowAnswer.LOGITS),
          Members.scored(Members.regressors(4, 8, 16), "distance", RowAnswer.VALUES));

  @ParameterizedTest
  @FieldSource("CASCADES")
  void someRowsGoOn(Cascade cascade) {
    for (int batch : BATCHES) {
      Map<String, Tensor> inputs = Members.images(batch);
      int[] reached = agree(cascade, Members.middle(cascade, inputs), inputs);
      if (batch == 64) {
        assertTrue(Arrays.stream(reached).skip(1).allMatch(n -> n > 0), Arrays.toString(reached));
        assertTrue(reached[reached.length - 1] < batch, Arrays.toString(reached));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASCADES")
  void allRowsStopAtOnce(Cascade cascade) {
    for (int batch : BATCHES) {
      int[] reached =
          agree(cascade, Members.filled(cascade, -Float.MAX_VALUE), Members.images(batch));
      assertEquals(0, Arrays.stream(reached).skip(1).sum());
    }
  }

  @ParameterizedTest
  @FieldSource("CASCADES")
  void allRowsGoToTheEnd(Cascade cascade) {
    for (int batch : BATCHES) {
      int[] reached =
          agree(cascade, Members.filled(cascade, Float.MAX_VALUE), Members.images(batch));
      assertTrue(Arrays.stream(reached).allMatch(n -> n == batch), Arrays.toString(reached));
    }
  }

  /** Checks all ways of running against choosing row by row; rows that reached each stage. */
  private static int[] agree(Cascade cascade, float[] thresholds, Map<String, Tensor> inputs) {
    Equality.Choice choice = new Equality.Choice(cascade, thresholds);
    Equality joined = Equality.of(choice, inputs, Join.fixed(cascade, thresholds));
    assertTrue(joined.holds(), joined::worst);
    assertEquals(inputs.get("x").dims()[0], joined.rows() + joined.atThreshold());
    Equality effort = byEffort(choice, inputs, 0.5f);
    assertTrue(effort.holds(), effort::worst);
    try (AdaptiveModel model =
        AdaptiveModel.of(
            cascade, Members.table(cascade, thresholds), Members.profiles(cascade), 1)) {
      Routed routed = model.run(inputs, CallBudget.calibrated());
      long[] routes = Arrays.stream(routed.routes()).asLongStream().toArray();
      Equality adaptive = Equality.of(choice, inputs, routed.outputs(), routes);
      assertTrue(adaptive.holds(), adaptive::worst);
      return routed.uses().stream().mapToInt(Routed.Use::rows).toArray();
    }
  }

  private static Equality byEffort(
      Equality.Choice choice, Map<String, Tensor> inputs, float effort) {
    Map<String, Tensor> withEffort = new LinkedHashMap<>(inputs);
    withEffort.put(Join.EFFORT, Tensor.floats(new float[] {effort}));
    Model joined =
        Join.byEffort(choice.cascade(), Members.table(choice.cascade(), choice.thresholds()));
    try (Session session = Session.open(joined, SessionOptions.threads(1))) {
      Map<String, Tensor> outputs = new LinkedHashMap<>(session.run(withEffort));
      long[] routes = outputs.remove(Join.ROUTE).longs();
      return Equality.of(choice, inputs, outputs, routes);
    }
  }

  @Test
  void effortChoosesTheRowOfThresholds() {
    Cascade cascade = CASCADES.get(0);
    Map<String, Tensor> inputs = Members.images(64);
    float[] middle = Members.middle(cascade, inputs);
    for (float effort : new float[] {0, 0.2f, 0.3f, 0.7f, 0.8f, 1, 7}) {
      float[] row =
          effort < 0.25f
              ? Members.filled(cascade, -Float.MAX_VALUE)
              : effort < 0.75f ? middle : Members.filled(cascade, Float.MAX_VALUE);
      Map<String, Tensor> fed = new LinkedHashMap<>(inputs);
      fed.put(Join.EFFORT, Tensor.floats(new float[] {effort}));
      Model joined = Join.byEffort(cascade, Members.table(cascade, middle));
      assertArrayEquals(
          routes(Join.fixed(cascade, row), inputs), routes(joined, fed), "effort " + effort);
    }
  }

  private static long[] routes(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(inputs).get(Join.ROUTE).longs();
    }
  }

  @ParameterizedTest
  @FieldSource("CASCADES")
  void shiftedRowsAreCaught(Cascade cascade) {
    Map<String, Tensor> inputs = Members.images(7);
    float[] middle = Members.middle(cascade, inputs);
    Model wrong = WrongJoin.shifted(Join.fixed(cascade, middle));
    Equality equality = Equality.of(new Equality.Choice(cascade, middle), inputs, wrong);
    assertFalse(equality.holds());
    assertTrue(equality.worst().startsWith("row "), equality.worst());
  }

  @Test
  void theFileKeepsSignatureAndMetadataAndIsReadBack() {
    Cascade cascade = CASCADES.get(1);
    Model joined = Join.fixed(cascade, 0.5f, 0.5f);
    Model last = cascade.chain().last().model();
    assertEquals(last.metadata(), joined.metadata());
    assertEquals(signature(last.graph().inputs()), signature(joined.graph().inputs()));
    assertEquals(List.of("logits", "route"), List.copyOf(joined.graph().outputNames()));
    Model again = OnnxReader.read(OnnxWriter.bytes(joined), Path.of("."), "joined");
    assertArrayEquals(OnnxWriter.bytes(joined), OnnxWriter.bytes(again));
    assertEquals(
        Stream.of(4, 8, 16).mapToLong(w -> Members.classifier(w).parameters()).sum() + 3,
        joined.parameters(),
        "all weights are there once, with two thresholds and a temperature");
    long first = Members.classifier(4).parameters();
    long later = Members.classifier(8).parameters() + Members.classifier(16).parameters();
    assertTrue(joined.inSubgraphs() >= later, "weights stand where they are read");
    assertTrue(
        joined.parameters() - joined.inSubgraphs() >= first, "those of the first in the main");
  }

  private static List<String> signature(List<ValueInfo> values) {
    return values.stream().map(v -> v.name() + v.type() + v.dims()).toList();
  }

  @Test
  void equalInitializersAreStoredOnce() {
    Model model = Members.classifier(8);
    Chain twice = Chain.of(List.of(ChainStage.whole("a", model), ChainStage.whole("b", model)));
    Model joined = Join.fixed(Members.scored(twice, "margin", RowAnswer.LOGITS), 0.5f);
    long glue = 2; // a threshold and a temperature
    assertEquals(model.parameters() + glue, joined.parameters());
  }

  @Test
  void aNameThatTheJoinedModelNeedsIsRefused() {
    Chain chain =
        Chain.of(
            List.of(
                ChainStage.whole("a", ChainTest.renamedInput(Members.classifier(4), "effort")),
                ChainStage.whole("b", ChainTest.renamedInput(Members.classifier(8), "effort"))));
    Cascade cascade = Members.scored(chain, "margin", RowAnswer.LOGITS);
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Join.fixed(cascade, 0.5f));
    assertTrue(e.getMessage().contains("'effort'"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Join.fixed(cascade));
  }
}
