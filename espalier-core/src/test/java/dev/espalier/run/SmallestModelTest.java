package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Searching the smallest, or fastest, model within an allowed loss. */
@Tag("slow")
class SmallestModelTest extends FittedNetwork {
  @Test
  void findsTheSmallestModelWithinTheAllowedLoss() {
    PruneResult result =
        prune(Tools.weightsOnly(Progress.NONE), recipe("goal.maxDrop=0.2"), "run", false);
    assertEquals(Status.DONE, result.record().status());
    assertTrue(
        result.record().outcome().result().macs()
            < 0.95 * result.record().outcome().original().macs());
    assertTrue(
        result.record().course().steps().stream().anyMatch(s -> s.decision().equals("accept")));
    assertTrue(
        result.record().setup().data().roles().stream()
            .anyMatch(r -> r.role().equals("gate") && !r.seenByOriginal()));
  }

  @Test
  void findsTheFastestModelWithinTheAllowedLoss() {
    PruneResult result =
        prune(
            Tools.weightsOnly(Progress.NONE),
            recipe(
                "goal.maxDrop=0.2",
                "goal.measure=latency",
                "schedule.trials=3",
                "latency.runs=200"),
            "fastest",
            false);
    assertTrue(result.record().message().contains("fastest"), result.record().message());
    assertTrue(
        result.record().outcome().result().macs() < result.record().outcome().original().macs());
    assertTrue(Files.exists(folder.resolve("fastest/latency.json")), "trials were timed");
  }

  /** What was tuned at length is cut further, and what comes of that is tuned at length again. */
  @Test
  void theSearchGoesOnFromWhatWasTunedAtLength() {
    List<Double> epochs = new ArrayList<>();
    Tuner noting = noting(request -> epochs.add(request.regime().epochs()));
    String[] search = {
      "goal.maxDrop=0.05",
      "tune.epochs=9",
      "tune.minUpdates=1",
      "schedule.trials=6",
      "schedule.feedback=none"
    };
    PruneResult result = prune(tools(noting), recipe(search), "further", false);
    int first = epochs.indexOf(9.0);
    assertTrue(first > 0, epochs.toString());
    assertTrue(first < epochs.size() - 1 && epochs.get(first + 1) < 9, epochs.toString());
    assertTrue(epochs.stream().filter(e -> e < 9).count() <= 6, epochs.toString());
    List<StepRecord> accepted =
        result.record().course().steps().stream()
            .filter(s -> s.decision().equals("accept"))
            .toList();
    long least = accepted.stream().mapToLong(StepRecord::macs).min().orElseThrow();
    assertEquals(least, result.record().outcome().result().macs());
  }

  @Test
  void whereNothingPassesTheOriginalIsKeptAndTheMessageSaysWhatWasTried() {
    Tuner spoiling = request -> new Tuner.Result(silenced(request.model()), List.of());
    String[] search = {"goal.maxDrop=0.01", "tune.epochs=1", "schedule.trials=3"};
    PruneResult result = prune(tools(spoiling), recipe(search), "spoilt", false);
    assertEquals(Status.UNREACHABLE, result.record().status());
    String message = result.record().message();
    assertTrue(message.contains("the nearest, to 0."), message);
    assertTrue(message.contains("the original was kept"), message);
    assertTrue(message.contains("What would help"), message);
    assertEquals(
        result.record().outcome().original().macs(), result.record().outcome().result().macs());
    assertEquals(0, result.record().outcome().drop().value());
  }

  /** The same with every weight 0. */
  private static Model silenced(Model model) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll(
        (name, t) -> t.rank() == 2 ? Tensor.floats(new float[t.size()], t.dims()) : t);
    return model.withGraph(model.graph().withInitializers(weights));
  }

  @Test
  void aSearchKeepsToItsTimeAndSaysWhatItLeft() {
    Tuner slow =
        request -> {
          sleep(700);
          return new Tuner.Result(
              request.model(),
              List.of(new Tuner.Epoch(1, 1, 1, 0.1, request.regime().epochs() * 60, 100)));
        };
    String[] search = {
      "goal.maxDrop=0.2",
      "goal.minutes=1",
      "tune.epochs=9",
      "tune.minUpdates=1",
      "schedule.trials=8"
    };
    PruneResult result = prune(tools(slow), recipe(search), "short", false);
    assertTrue(result.record().message().contains("goal.minutes is 1"), result.record().message());
    assertTrue(
        result.record().course().cuts().stream().noneMatch(s -> s.epochs().size() > 1),
        "nothing was tuned for nine minutes");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCutThatWasRejectedIsNotTunedAgain() {
    List<List<Integer>> tuned = new ArrayList<>();
    Tuner noting =
        noting(
            request ->
                tuned.add(
                    request.model().graph().initializers().values().stream()
                        .map(Tensor::size)
                        .toList()));
    String[] search = {
      "goal.maxDrop=0.001",
      "goal.ratio=0.9",
      "cut.round=16",
      "tune.epochs=1",
      "tune.minUpdates=1",
      "schedule.feedback=none"
    };
    List<String> reasons = reasons(prune(tools(noting), recipe(search), "repeated", false));
    assertTrue(
        reasons.stream().anyMatch(r -> r.contains("the same cut as trial")), reasons.toString());
    assertEquals(Set.copyOf(tuned).size(), tuned.size(), "each cut once");
  }

  @Test
  void whereNoMoreCanBeCutTheSearchEnds() {
    String[] search = {
      "goal.maxDrop=0.95",
      "goal.measure=latency",
      "goal.ratio=0.05",
      "cut.floor=0.5",
      "schedule.feedback=none"
    };
    Tuner none = noting(request -> {});
    List<String> reasons = reasons(prune(tools(none), recipe(search), "floor", false));
    assertEquals(
        1,
        reasons.stream().filter(r -> r.contains("beyond which nothing could be cut")).count(),
        reasons.toString());
  }

  /** A cut's first tuning begins anew; what is tuned further goes on with what was learned. */
  @Test
  void tuningFromScratchBeginsAnewAfterACutAlone() {
    List<Boolean> scratch = new ArrayList<>();
    Tuner noting = noting(request -> scratch.add(request.regime().fromScratch()));
    String[] search = {"goal.maxDrop=0.2", "schedule.trials=2", "tune.start=scratch"};
    PruneResult result = prune(tools(noting), recipe(search), "scratch", false);
    int cuts = (int) scratch.stream().filter(s -> s).count();
    assertTrue(cuts >= 1, scratch.toString());
    boolean longer = result.record().course().cuts().size() > cuts;
    assertEquals(longer, scratch.contains(false), scratch.toString());
    scratch.clear();
    prune(tools(noting), recipe("goal.maxDrop=0.2", "schedule.trials=2"), "kept", false);
    assertFalse(scratch.isEmpty() || scratch.contains(true), scratch.toString());
  }

  @Test
  void whoeverFollowsIsToldOfEachTrial() {
    List<TrialNews> news = new ArrayList<>();
    Progress following =
        new Progress() {
          @Override
          public void at(String stage, long done, long total) {}

          @Override
          public void trial(TrialNews one) {
            news.add(one);
          }
        };
    String[] search = {"goal.maxDrop=0.2", "schedule.trials=3"};
    PruneResult result = prune(Tools.weightsOnly(following), recipe(search), "followed", false);
    List<TrialNews> ended = news.stream().filter(n -> n.stage() == TrialNews.Stage.ENDED).toList();
    List<StepRecord> cuts = result.record().course().cuts();
    assertEquals(cuts.size(), ended.size());
    for (int i = 0; i < cuts.size(); i++) {
      assertEquals(i + 1, ended.get(i).number());
      assertEquals(cuts.get(i).metricAfterTuning(), ended.get(i).after());
      assertEquals(cuts.get(i).decision(), ended.get(i).verdict().replace("ed", ""));
    }
    assertTrue(ended.get(ended.size() - 1).best().contains("of the MACs at "), ended.toString());
    assertEquals(TrialNews.Stage.BEGUN, news.get(0).stage());
    assertEquals(3, news.get(0).about());
  }

  @Test
  void aRejectedTrialIsAnsweredAndTheRecordSaysHow() {
    Recipe recipe = recipe("goal.maxDrop=0.02", "tune.epochs=1", "schedule.trials=6");
    List<String> with = reasons(prune(tools(new Echo(99)), recipe, "answered", false));
    assertTrue(
        with.stream().anyMatch(r -> r.contains("tuned as long again") || r.contains("instead")),
        with.toString());
    Recipe off = RecipeCodec.set(recipe, "schedule.feedback=none");
    List<String> without = reasons(prune(tools(new Echo(99)), off, "unanswered", false));
    assertTrue(
        without.stream().noneMatch(r -> r.contains("again") || r.contains("instead")),
        without.toString());
  }

  @Test
  void aStartThatIsTooBoldIsFollowedByGentlerTrials() {
    Recipe recipe =
        recipe(
            "goal.ratio=0.05", "goal.maxDrop=0.1", "schedule.feedback=none", "schedule.trials=6");
    PruneResult result = prune(Tools.weightsOnly(Progress.NONE), recipe, "bold", false);
    List<StepRecord> steps = result.record().course().cuts();
    assertEquals("reject", steps.get(0).decision());
    assertTrue(steps.get(1).targetRatio() > 0.1, steps.toString());
    assertEquals(Status.DONE, result.record().status(), result.record().message());
  }
}
