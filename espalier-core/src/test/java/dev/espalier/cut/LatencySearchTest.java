package dev.espalier.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.files.Json;
import dev.espalier.latency.LatencyTable;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.stage.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cut is taken, with times that stand in the file of an earlier run. */
class LatencySearchTest {
  private static final double TARGET = 0.5;

  @TempDir Path folder;
  private final List<Integer> asked = new ArrayList<>();
  private final List<Double> budgets = new ArrayList<>();
  private final List<Integer> drawn = new ArrayList<>(List.of(1));
  private Prepared prepared;
  private String group;

  @BeforeEach
  void model() {
    GraphBuilder g = GraphBuilder.settled("two", 3);
    String hidden = g.relu(g.gemm("first", g.input("x", 12), 16));
    Model model = g.output(g.gemm("last", hidden, 3), "y").build();
    prepared = Prepared.of(model, "blocks");
    group = prepared.coupling().prunable().get(0).name();
  }

  /** What takes how long, by units kept; and what is predicted for all. */
  private MeasuredLatency times(Map<Integer, Double> ratios) {
    Map<String, Double> named = new LinkedHashMap<>();
    ratios.forEach((kept, ratio) -> named.put(group + "=" + kept, ratio));
    Path file = folder.resolve("latency.json");
    Json.write(
        new MeasuredLatency.Store(1, 1, named, new LatencyTable(1, 1, Map.of(), 0, 0), null), file);
    return new MeasuredLatency(prepared, Recipe.defaults(), file, Progress.NONE);
  }

  private CutResult keeping(int units) {
    asked.add(units);
    PrunePlan plan =
        PrunePlan.keeping(
            "blocks", prepared.coupling(), Map.of(group, IntStream.range(0, units).toArray()));
    return new CutResult(
        new Candidate(prepared.model(), plan, List.of()),
        TARGET,
        new CertificateRecord(true, 0, 0, 1e-4, 1e-5, ""),
        Map.of(),
        "",
        null,
        List.of());
  }

  private CutResult search(MeasuredLatency latency, List<List<Integer>> offers) {
    Candidate whole = Candidate.original(prepared.model());
    return LatencySearch.cut(
        whole,
        latency,
        TARGET,
        budget -> {
          budgets.add(budget.target());
          return offers.get(budgets.size() - 1).stream().map(this::keeping);
        },
        budget -> drawn.stream().map(this::keeping));
  }

  @Test
  void ofWhatASearchOffersTheFirstThatMeetsTheTargetIsTaken() {
    MeasuredLatency latency = times(Map.of(1, 0.5, 8, 0.55, 7, 0.51, 6, 0.47, 5, 0.49));
    CutResult cut = search(latency, List.of(List.of(8, 7, 6, 5)));
    assertEquals(0.47, cut.achieved());
    assertEquals("", cut.shortfall());
    assertEquals(List.of(1, 8, 7, 6), asked, "the fourth is not even cut");
  }

  @Test
  void whereNoneMeetsItTheSearchIsRepeatedWithACorrection() {
    MeasuredLatency latency = times(Map.of(1, 0.5, 8, 0.6, 7, 0.56, 6, 0.48));
    CutResult cut = search(latency, List.of(List.of(8, 7), List.of(6)));
    assertEquals(0.48, cut.achieved());
    assertEquals(2, budgets.size());
    assertEquals(budgets.get(0) * TARGET / 0.6, budgets.get(1), 1e-12, "8 took 0.6 for 0.5");
  }

  @Test
  void theFirstCorrectionIsTheMedianOfWhatRandomCutsTake() {
    drawn.addAll(List.of(2, 3));
    search(times(Map.of(1, 0.9, 2, 0.4, 3, 0.3, 6, 0.48)), List.of(List.of(6)));
    assertEquals(List.of(0.99 * TARGET / (0.4 / TARGET)), budgets);
  }

  @Test
  void ofSearchesThatAllMissTheFastestIsTakenAndSaysSo() {
    MeasuredLatency latency = times(Map.of(1, 0.5, 8, 0.6, 7, 0.56, 6, 0.58, 5, 0.57));
    CutResult cut = search(latency, List.of(List.of(8, 7), List.of(6), List.of(5)));
    assertEquals(0.56, cut.achieved());
    assertEquals("the smallest latency found is 0.560", cut.shortfall().substring(0, 35));
  }
}
