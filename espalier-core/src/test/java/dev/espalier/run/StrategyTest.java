package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.job.PruneRequest;
import dev.espalier.plan.PrunePlan;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.Status;
import dev.espalier.record.StudyRecord;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Targets, fronts, searched widths and resuming, on a small network whose data it fits exactly. */
@Tag("slow")
class StrategyTest extends FittedNetwork {
  /** The ratio is one that so small a network has: most of its time is the call's. */
  @Test
  void waysToALatencyAreComparedByTuning() {
    List<Double> epochs = new ArrayList<>();
    Tuner noting = noting(request -> epochs.add(request.regime().epochs()));
    Recipe recipe =
        recipe(
            "goal.target=latency",
            "goal.ratio=0.98",
            "search.screen=8",
            "tune.epochs=3",
            "latency.runs=200");
    PruneResult result = prune(tools(noting), recipe, "screened", false);
    List<String> reasons = reasons(result);
    long compared = reasons.stream().filter(r -> r.contains("2 updates: ")).count();
    assertTrue(compared >= 1 && compared <= 3, "by time, by MACs, alike: " + reasons);
    assertTrue(reasons.stream().anyMatch(r -> r.contains("the best way was")), reasons.toString());
    assertEquals(3.0, epochs.get(epochs.size() - 1), epochs.toString());
  }

  @Test
  void aTargetBeyondTheAllowedLossIsUnreachableAndTheBestIsWritten() {
    PruneResult result =
        prune(
            Tools.weightsOnly(Progress.NONE),
            recipe("goal.target=macs", "goal.ratio=0.03", "goal.maxDrop=0.001"),
            "run",
            false);
    assertEquals(Status.UNREACHABLE, result.record().status());
    assertTrue(Files.exists(folder.resolve("run/model.onnx")));
  }

  @Test
  void aSoftLossGivesWayToTheTarget() {
    PruneResult result =
        prune(
            Tools.weightsOnly(Progress.NONE),
            recipe("goal.target=macs", "goal.ratio=0.2", "goal.maxDrop=0.001", "goal.loss=soft"),
            "run",
            false);
    assertEquals(Status.DONE, result.record().status());
    assertTrue(result.record().message().contains("not the soft loss"), result.record().message());
    assertTrue(
        result.record().outcome().result().macs()
            <= 0.2 * result.record().outcome().original().macs());
    assertThrows(
        RecipeException.class,
        () ->
            prune(
                Tools.weightsOnly(Progress.NONE),
                recipe("goal.maxDrop=0.1", "goal.loss=soft"),
                "other",
                false));
  }

  @Test
  void tooFewExamplesForAConfidentDropAreRefused() {
    Recipe recipe = recipe("goal.maxDrop=0.001", "goal.confidence=0.95");
    String message =
        assertThrows(
                dev.espalier.files.DataException.class,
                () -> prune(Tools.weightsOnly(Progress.NONE), recipe, "run", false))
            .getMessage();
    assertTrue(message.contains("3000"), message);
  }

  @Test
  void aRunThatDiedGoesOnAndEndsWithTheSamePlan() {
    Recipe recipe = recipe("goal.maxDrop=0.05", "tune.epochs=1", "schedule.trials=5");
    PruneResult whole = prune(tools(new Echo(99)), recipe, "whole", false);
    assertThrows(Died.class, () -> prune(tools(new Echo(2)), recipe, "killed", false));
    assertFalse(Files.exists(folder.resolve("killed/plan.json")));
    PruneResult resumed = prune(tools(new Echo(99)), recipe, "killed", true);
    assertEquals(whole.plan().groups(), resumed.plan().groups());
    assertEquals(
        whole.record().course().steps().stream().map(s -> s.decision() + s.macs()).toList(),
        resumed.record().course().steps().stream().map(s -> s.decision() + s.macs()).toList());
  }

  @Test
  void widthsFoundBySearchMeetTheTargetAndSurviveAKill() {
    Recipe recipe =
        recipe(
            "goal.target=macs",
            "goal.ratio=0.5",
            "goal.maxDrop=0.5",
            "search.policy=tpe",
            "search.trials=8",
            "search.examples=200");
    PruneResult whole = prune(Tools.weightsOnly(Progress.NONE), recipe, "searched", false);
    assertEquals(Status.DONE, whole.record().status(), whole.record().message());
    assertTrue(
        whole.record().outcome().result().macs()
            <= 0.5 * whole.record().outcome().original().macs());
    SearchRecord search = whole.record().course().searches().get(0);
    assertEquals(8, search.trials().size());
    SearchRecord.Tried best = search.trials().get(search.chosen() - 1);
    assertTrue(
        search.trials().stream()
            .filter(SearchRecord.Tried::feasible)
            .allMatch(t -> t.loss() >= best.loss()));
    assertTrue(best.lossError() > 0);
    for (int i = 0; i < search.dimensions().size(); i++) {
      PrunePlan.Keep keep = whole.plan().groups().get(search.dimensions().get(i));
      assertTrue(keep == null || keep.kept().length == best.values().get(i));
    }
    for (int kill : new int[] {1, 4, 8}) {
      String out = "killed-" + kill;
      assertThrows(Died.class, () -> prune(Tools.weightsOnly(dyingAt(kill)), recipe, out, false));
      PruneResult resumed = prune(Tools.weightsOnly(Progress.NONE), recipe, out, true);
      assertEquals(whole.plan().groups(), resumed.plan().groups());
      assertEquals(whole.record().course().searches(), resumed.record().course().searches());
    }
  }

  @Test
  void aSearchMeetsSeveralTargetsToo() {
    Recipe recipe =
        recipe(
            "goal.target=macs",
            "goal.ratio=0.6",
            "goal.also=[params=0.5, memory~0.9]",
            "search.policy=netadapt",
            "search.trials=8",
            "search.examples=200");
    PruneResult result = prune(Tools.weightsOnly(Progress.NONE), recipe, "targets", false);
    assertEquals(Status.DONE, result.record().status(), result.record().message());
    assertTrue(result.record().outcome().targets().stream().allMatch(t -> t.met() || !t.hard()));
    assertTrue(
        result.record().course().searches().get(0).trials().stream()
            .allMatch(t -> t.costs().keySet().containsAll(List.of("macs", "params", "memory"))));
  }

  @Test
  void aFrontEndsAtTheChosenModelAndSurvivesAKill() {
    Recipe recipe =
        recipe("goal.maxDrop=0.2", "tune.epochs=1", "schedule.trials=3", "goal.front=4");
    PruneResult whole = prune(tools(new Echo(99)), recipe, "front", false);
    List<FrontRecord> front = whole.record().course().front();
    assertTrue(front.size() > 1, front.toString());
    for (int i = 1; i < front.size(); i++) {
      assertTrue(
          front.get(i).size().macs() < front.get(i - 1).size().macs(), "smaller and smaller");
      assertTrue(
          front.get(i).quality().gateDrop().value() > front.get(i - 1).quality().gateDrop().value(),
          "what another beats in both is left out");
    }
    FrontRecord last = front.get(front.size() - 1);
    assertTrue(last.chosen());
    assertEquals(whole.record().outcome().result().macs(), last.size().macs());
    assertEquals(whole.record().outcome().drop(), last.quality().drop(), "the same final examples");
    int trials = whole.record().course().cuts().size();
    assertThrows(Died.class, () -> prune(tools(new Echo(trials - 1)), recipe, "cut-off", false));
    PruneResult resumed = prune(tools(new Echo(99)), recipe, "cut-off", true);
    assertEquals(whole.plan().groups(), resumed.plan().groups());
    assertEquals(
        front.stream().map(m -> m.files().sha256() + m.quality().metric()).toList(),
        resumed.record().course().front().stream()
            .map(m -> m.files().sha256() + m.quality().metric())
            .toList());
  }

  @Test
  void aSoftTargetGivesWayToTheAllowedLoss() {
    Recipe recipe =
        recipe(
            "goal.target=macs",
            "goal.ratio=0.95",
            "goal.also=params~0.05",
            "goal.maxDrop=0.05",
            "schedule.feedback=none");
    PruneResult result = prune(Tools.weightsOnly(Progress.NONE), recipe, "soft", false);
    assertEquals(Status.DONE, result.record().status(), result.record().message());
    assertTrue(result.record().message().contains("not the soft params~0.05"));
    assertEquals("reject", result.record().course().cuts().get(0).decision());
    assertTrue(reasons(result).stream().anyMatch(r -> r.contains("cut to the hard targets alone")));
  }

  private static Progress dyingAt(int trial) {
    return (stage, done, total) -> {
      if (stage.equals("search") && done == trial) {
        throw new Died();
      }
    };
  }

  @Test
  void whatIsLeftOpenFollowsFromAStudy() throws IOException {
    Recipe recipe = recipe("goal.target=macs", "study=auto", "tune.batch=48");
    PruneRequest request = new PruneRequest(model, data, recipe, folder.resolve("studied"));
    PruneResult studied = new Pruner(Tools.weightsOnly(Progress.NONE)).prune(request);
    StudyRecord study = java.util.Objects.requireNonNull(studied.record().setup().study());
    assertTrue(Files.exists(folder.resolve("studied/study.json")));
    for (StudyRecord.Choice choice : study.plan()) {
      assertEquals(choice.key().equals("tune.batch") ? "user" : "rule", choice.by(), choice.key());
    }

    Recipe resolved = RecipeCodec.read(folder.resolve("studied/recipe.yaml"));
    assertEquals(48, resolved.tune().amount().batch());
    assertEquals("fluctuation", resolved.cut().criterion());
    PruneResult again = prune(Tools.weightsOnly(Progress.NONE), resolved, "again", false);
    assertNull(again.record().setup().study());
    assertEquals(
        Files.readString(folder.resolve("studied/plan.json")),
        Files.readString(folder.resolve("again/plan.json")));
  }

  @Test
  void aSearchWithoutExamplesToDecideOnIsRefused() {
    Recipe recipe = recipe("goal.target=macs", "search.policy=random");
    PruneRequest request = new PruneRequest(model, null, recipe, folder.resolve("none"));
    String message =
        assertThrows(
                RecipeException.class,
                () -> new Pruner(Tools.weightsOnly(Progress.NONE)).prune(request))
            .getMessage();
    assertTrue(message.contains("--data"), message);
    Recipe unknown = recipe("search.policy=anneal");
    assertTrue(
        assertThrows(
                RecipeException.class,
                () -> prune(Tools.weightsOnly(Progress.NONE), unknown, "unknown", false))
            .getMessage()
            .contains("netadapt"));
  }
}
