package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.search.Dimension;
import dev.espalier.search.Objective;
import dev.espalier.search.Outcome;
import dev.espalier.search.Point;
import dev.espalier.search.Problem;
import dev.espalier.search.Search;
import dev.espalier.search.SearchPolicies;
import dev.espalier.search.SearchTrial;
import dev.espalier.search.Space;
import dev.espalier.search.Targets;
import dev.espalier.search.TrialStore;
import dev.espalier.tune.Tools;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every width of every group is tried once where there are as many trials as widths. */
class LatinHypercubeTest extends FittedNetwork {
  private static final int WIDTHS = 16;

  private List<Point> tried(long seed) {
    List<Integer> widths = IntStream.rangeClosed(1, WIDTHS).boxed().toList();
    Space space = new Space(List.of(Dimension.widths("a", widths), Dimension.widths("b", widths)));
    Targets free = new Targets(List.of(), List.of(Objective.LOSS));
    Problem problem = new Problem(space, free, point -> Map.of(), WIDTHS, seed);
    TrialStore store = new TrialStore(folder.resolve("trials-" + seed), "");
    return new Search(
            problem, SearchPolicies.CATALOGUE.require("latin-hypercube"), store, Progress.NONE)
        .run(point -> Outcome.of(point.values().get(0), 0, Map.of())).trials().stream()
            .map(SearchTrial::point)
            .toList();
  }

  @Test
  void everyWidthIsTriedOnce() {
    List<Point> points = tried(1);
    for (int dimension : new int[] {0, 1}) {
      assertEquals(
          IntStream.rangeClosed(1, WIDTHS).boxed().toList(),
          points.stream().map(p -> p.values().get(dimension)).sorted().toList());
    }
    assertNotEquals(points, tried(2), "another seed, another order");
  }

  @Test
  void aRunFindsItsWidthsByIt() {
    RunRecord record =
        prune(
                Tools.weightsOnly(Progress.NONE),
                recipe(
                    "goal.target=macs",
                    "goal.ratio=0.5",
                    "search.policy=latin-hypercube",
                    "search.trials=6",
                    "search.examples=200"),
                "searched",
                false)
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    SearchRecord search = record.course().searches().get(0);
    assertEquals(6, search.trials().size());
    assertTrue(search.trials().stream().allMatch(t -> t.policy().equals("latin-hypercube")));
    assertTrue(Verification.of(model, folder.resolve("searched")).certified());
  }
}
