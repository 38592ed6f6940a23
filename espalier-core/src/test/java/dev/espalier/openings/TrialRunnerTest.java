package dev.espalier.openings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.job.PruneRequest;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.run.FittedNetwork;
import dev.espalier.run.PruneResult;
import dev.espalier.run.Pruner;
import dev.espalier.trial.TrialSpec;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trials made elsewhere, in whatever order they end, come to what trials made here come to. */
@Tag("slow")
class TrialRunnerTest extends FittedNetwork {
  private static final String[] SEARCH = {
    "goal.maxDrop=0.05", "schedule.trials=6", "schedule.feedback=none", "search.parallel=2"
  };

  private static List<String> decisions(PruneResult result) {
    return result.record().course().steps().stream()
        .map(s -> s.step() + s.decision() + s.macs() + s.metricAfterTuning())
        .toList();
  }

  private String plan(String out) throws IOException {
    return Files.readString(folder.resolve(out + "/plan.json"));
  }

  @Test
  void aSecondJvmIsEnough() throws IOException {
    Recipe recipe = recipe(SEARCH);
    PruneResult here = prune(Tools.weightsOnly(Progress.NONE), recipe, "here", false);
    List<Integer> batches = new ArrayList<>();
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Pruner away =
        new Pruner(
            Tools.weightsOnly(Progress.NONE),
            job -> {
              TrialProcess.Runner runner = new TrialProcess.Runner(job, scratch);
              return (specs, ended) -> {
                batches.add(specs.size());
                runner.run(specs, ended);
              };
            });
    PruneResult there = away.prune(new PruneRequest(model, data, recipe, folder.resolve("there")));
    assertTrue(batches.contains(2), "several at once: " + batches);
    assertEquals(plan("here"), plan("there"));
    assertEquals(decisions(here), decisions(there));
  }

  @Test
  void aTrialIsKnownByWhatDeterminesIt() {
    List<TrialSpec> first = specs(recipe(SEARCH), "first");
    List<TrialSpec> again = specs(recipe(SEARCH), "again");
    assertEquals(first.get(0).id(), again.get(0).id());
    List<TrialSpec> more = specs(recipe("goal.maxDrop=0.05", "schedule.trials=9"), "more");
    assertEquals(first.get(0).id(), more.get(0).id(), "how many trials follow is nothing to it");
    List<TrialSpec> seed = specs(recipe("goal.maxDrop=0.05", "seed=2"), "seed");
    assertTrue(!first.get(0).id().equals(seed.get(0).id()), "another seed, another trial");
  }

  /** The trials that a run begins with, none of which is made. */
  private List<TrialSpec> specs(Recipe recipe, String out) {
    List<TrialSpec> asked = new ArrayList<>();
    Pruner noting =
        new Pruner(
            Tools.weightsOnly(Progress.NONE),
            job ->
                (specs, ended) -> {
                  asked.addAll(specs);
                  throw new IllegalStateException("enough");
                });
    PruneRequest request = new PruneRequest(model, data, recipe, folder.resolve(out));
    assertThrows(IllegalStateException.class, () -> noting.prune(request));
    return asked;
  }

  @Test
  void widthsAreSearchedSeveralAtATime() {
    String[] search = {
      "goal.target=macs",
      "goal.ratio=0.5",
      "search.policy=tpe",
      "search.trials=9",
      "search.examples=200"
    };
    Recipe recipe = recipe(search);
    Recipe side = recipe("search.parallel=4");
    for (String setting : search) {
      side = dev.espalier.recipe.RecipeCodec.set(side, setting);
    }
    PruneResult first = prune(Tools.weightsOnly(Progress.NONE), side, "side", false);
    PruneResult again = prune(Tools.weightsOnly(Progress.NONE), side, "side-again", false);
    assertEquals(
        first.record().course().searches(),
        again.record().course().searches(),
        "whichever ended first");
    assertEquals(9, first.record().course().searches().get(0).trials().size());
    PruneResult one = prune(Tools.weightsOnly(Progress.NONE), recipe, "one", false);
    assertEquals(
        one.record().course().searches().get(0).trials().get(0).values(),
        first.record().course().searches().get(0).trials().get(0).values());
  }

  @Test
  void timesAreNotTakenSideBySide() {
    Recipe recipe = recipe("goal.target=latency", "goal.ratio=0.8", "search.parallel=2");
    String message =
        assertThrows(
                RecipeException.class,
                () -> prune(Tools.weightsOnly(Progress.NONE), recipe, "timed", false))
            .getMessage();
    assertTrue(message.contains("disturb each other's timings"), message);
  }
}
