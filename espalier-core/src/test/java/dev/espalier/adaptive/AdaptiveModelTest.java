package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptiveModelTest {
  private static final Cascade CASCADE =
      Members.scored(Members.exits(), "margin", RowAnswer.LOGITS);
  private static final Map<String, Tensor> INPUTS = Members.images(16);

  @Test
  void effortSpendsMoreAndCostsAreCounted() {
    try (AdaptiveModel model = model(Members.profiles(CASCADE))) {
      Routed least = model.run(INPUTS, CallBudget.effort(0));
      Routed middle = model.run(INPUTS, CallBudget.effort(0.5));
      Routed most = model.run(INPUTS, CallBudget.effort(1));
      assertEquals(16 * 10, least.macs());
      assertEquals(16 * (10 + 100 + 1000), most.macs());
      assertTrue(least.macs() < middle.macs() && middle.macs() < most.macs());
      assertTrue(IntStream.of(most.routes()).allMatch(r -> r == 2));
      assertEquals(
          List.of("first", "second", "third"),
          most.uses().stream().map(Routed.Use::stage).toList());
      assertTrue(most.uses().stream().allMatch(u -> u.micros() > 0));
    }
  }

  @Test
  void aTimeBudgetStopsTheSurestRowsFirst() {
    List<StageProfile> costs = List.of(perRow(1), perRow(1e9), perRow(1e9));
    float[] scores = scores();
    try (AdaptiveModel model = model(costs)) {
      Routed routed = model.run(INPUTS, CallBudget.micros(4.5e9));
      int[] onwards = IntStream.range(0, 16).filter(i -> routed.routes()[i] > 0).toArray();
      int[] leastSure =
          IntStream.range(0, 16)
              .boxed()
              .sorted((a, b) -> Float.compare(scores[a], scores[b]))
              .limit(4)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
      assertArrayEquals(leastSure, onwards);
    }
  }

  @Test
  void withoutMeasuredTimesRowsStayUntilItHasLearnt() {
    try (AdaptiveModel model = model(Members.profiles(CASCADE))) {
      CallBudget ample = CallBudget.micros(1e12);
      assertTrue(IntStream.of(model.run(INPUTS, ample).routes()).allMatch(r -> r == 0));
      model.learn(INPUTS);
      assertEquals(
          List.of(1, 2, 4, 8, 16), List.copyOf(model.profiles().get(2).microsByRows().keySet()));
      assertArrayEquals(
          model.run(INPUTS, CallBudget.calibrated()).routes(), model.run(INPUTS, ample).routes());
      assertTrue(
          IntStream.of(model.run(INPUTS, CallBudget.micros(0)).routes()).allMatch(r -> r == 0));
    }
  }

  @Test
  void manyThreadsGetTheSameAnswers() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (AdaptiveModel model = model(Members.profiles(CASCADE))) {
      Routed alone = model.run(INPUTS, CallBudget.calibrated());
      List<Future<Routed>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(pool.submit(() -> model.run(INPUTS, CallBudget.calibrated())));
      }
      for (Future<Routed> call : calls) {
        assertArrayEquals(alone.routes(), call.get().routes());
        assertEquals(alone.outputs(), call.get().outputs());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aRunFolderIsReadBack(@TempDir Path folder) {
    EffortTable table = Members.table(CASCADE, Members.middle(CASCADE, INPUTS));
    Routing routing =
        Routing.of(CASCADE, table, List.of(perRow(3), perRow(5), perRow(7)), Map.of("delta", 0.05));
    routing.write(CASCADE, folder);
    assertTrue(Files.exists(folder.resolve("stages/second.onnx")));
    Routing read = Routing.read(folder);
    assertEquals(routing.stages(), read.stages());
    assertEquals(routing.scorings(), read.scorings());
    assertEquals(routing.profiles(), read.profiles());
    assertEquals(routing.guarantee(), read.guarantee());
    assertTrue(Arrays.deepEquals(table.thresholds(), read.table().thresholds()));
    assertEquals(1, read.table().calibrated());
    try (AdaptiveModel opened = AdaptiveModel.open(folder, 1);
        AdaptiveModel given = model(Members.profiles(CASCADE))) {
      assertEquals(
          given.run(INPUTS, CallBudget.calibrated()).outputs(),
          opened.run(INPUTS, CallBudget.calibrated()).outputs());
    }
  }

  @Test
  void wrongUseIsRefused(@TempDir Path folder) {
    EffortTable table = Members.table(CASCADE, 0, 0);
    assertThrows(DataException.class, () -> AdaptiveModel.open(folder, 1));
    assertThrows(
        IllegalArgumentException.class, () -> AdaptiveModel.of(CASCADE, table, List.of(), 1));
    EffortTable narrow = new EffortTable(new float[][] {{-Float.MAX_VALUE}, {Float.MAX_VALUE}}, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> AdaptiveModel.of(CASCADE, narrow, Members.profiles(CASCADE), 1));
    assertThrows(IllegalArgumentException.class, () -> CallBudget.effort(1.5));
    assertThrows(IllegalArgumentException.class, () -> CallBudget.micros(-1));
    AdaptiveModel closed = model(Members.profiles(CASCADE));
    assertThrows(DataException.class, () -> closed.run(Map.of(), CallBudget.calibrated()));
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.run(INPUTS, CallBudget.calibrated()));
  }

  @Test
  void timeIsPredictedBetweenAndBeyondWhatWasSeen() {
    StageClock clock = new StageClock(new TreeMap<>(Map.of(2, 100.0, 4, 200.0)));
    assertEquals(100, clock.predict(1));
    assertEquals(150, clock.predict(3));
    assertEquals(400, clock.predict(8));
    assertEquals(3, clock.fitting(8, 160));
    assertEquals(0, clock.fitting(8, 99));
    clock.note(4, 300);
    assertEquals(220, clock.predict(4), 1e-9);
    assertEquals(Double.POSITIVE_INFINITY, new StageClock(new TreeMap<>()).predict(1));
  }

  private static AdaptiveModel model(List<StageProfile> costs) {
    float[] middle = Members.middle(CASCADE, INPUTS);
    return AdaptiveModel.of(CASCADE, Members.table(CASCADE, middle), costs, 1);
  }

  private static StageProfile perRow(double micros) {
    return new StageProfile(1, new TreeMap<>(Map.of(1, micros, 16, 16 * micros)));
  }

  private static float[] scores() {
    try (Session session = Session.open(CASCADE.scored(0), SessionOptions.threads(1))) {
      return session.run(INPUTS).get(Cascade.SCORE).floats();
    }
  }
}
