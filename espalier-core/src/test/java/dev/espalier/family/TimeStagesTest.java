package dev.espalier.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.SharedData;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent models that stop reading. */
class TimeStagesTest {
  private static TimeStages stages(Model model, List<Integer> ends) {
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    TimeStages found = TimeStages.of(coupling, ends, SplitTest.feeds(coupling));
    if (found.reason().isEmpty()) {
      List<Model> models = found.stages().stream().map(ChainStage::model).toList();
      Closeness proof = SplitProof.check(model, models, SplitTest.feeds(coupling));
      assertTrue(proof.within(), proof.worst());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru"})
  void statesAreHandedOnAndNoFrameIsReadTwice(String kind) {
    Model model = kind.equals("lstm") ? SequenceGraphs.lstm(2) : SequenceGraphs.gru(2);
    List<ChainStage> stages = stages(model, List.of(3, 5)).stages();
    assertEquals(3, stages.size());
    assertEquals(kind.equals("lstm") ? 4 : 2, stages.get(0).carried().size());
    long whole = macs(model);
    assertEquals(3.0 / 7, (double) macs(stages.get(0).model()) / whole, 0.01);
    assertEquals(2.0 / 7, (double) macs(stages.get(1).model()) / whole, 0.01);
  }

  @Test
  void anEarlyAnswerIsThatOfAShorterSequence() {
    Model model = SequenceGraphs.gru(2);
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    ChainStage first = stages(model, List.of(3)).stages().get(0);
    Map<String, Tensor> feed = SplitTest.feeds(coupling).get(0);
    try (Session early = Session.open(first.model(), SessionOptions.threads(1));
        Session other = Session.open(first.model(), SessionOptions.threads(1))) {
      int[] frames = IntStream.range(0, 7).map(t -> Math.min(t, 2)).toArray();
      Map<String, Tensor> cut = Map.of("x", feed.get("x").select(1, frames));
      assertEquals(early.run(feed), other.run(cut), "later frames are not looked at");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"biLstm", "biGru"})
  void layersInBothDirectionsReadAgain(String kind) {
    Model model = kind.equals("biLstm") ? SequenceGraphs.biLstm(2) : SequenceGraphs.biGru(2);
    List<ChainStage> stages = stages(model, List.of(4)).stages();
    assertEquals(2, stages.size());
    assertEquals(List.of(), stages.get(0).carried());
    assertTrue(macs(stages.get(0).model()) < 0.6 * macs(model));
  }

  @Test
  void reasonsWhyNot() {
    assertTrue(stages(Graphs.vgg(1), List.of(3)).reason().contains("no recurrent layer"));
    assertTrue(stages(SequenceGraphs.gru(1), List.of(9)).reason().contains("below 7"));
    assertTrue(stages(SequenceGraphs.gru(1), List.of(4, 4)).reason().contains("ascending"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsdd_gru2x128", "fsdd_bilstm2x96"})
  void realModels(String name) {
    Model model = OnnxReader.read(SharedData.require("models/speech/" + name + ".onnx"));
    List<ChainStage> stages = stages(model, List.of(16, 32)).stages();
    assertEquals(3, stages.size());
    assertEquals(name.contains("gru"), !stages.get(0).carried().isEmpty());
  }

  private static long macs(Model model) {
    return new Cost(Prepared.of(model, "blocks").coupling(), OpRules.standard()).macs();
  }
}
