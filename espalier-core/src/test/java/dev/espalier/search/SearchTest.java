package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking, recording, resuming. */
@Tag("slow")
class SearchTest {
  private static final int TRIALS = 16;
  @TempDir Path folder;
  private final Toy toy = new Toy(4);

  private Search search(String policy, String store, int trials) {
    return new Search(
        toy.leastLoss(trials, 5),
        SearchPolicies.CATALOGUE.require(policy),
        new TrialStore(folder.resolve(store), "a model"),
        Progress.NONE);
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Dies, as a killed process does, when asked once too often. */
  private Evaluation dyingAfter(int evaluations) {
    int[] left = {evaluations};
    return point -> {
      if (left[0]-- == 0) {
        throw new Killed();
      }
      return toy.of(point);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "sensitivity", "netadapt", "nsga2", "tpe", "ddpg", "halving"})
  void killedAtEveryTrialItEndsWithTheSameHistory(String policy) {
    Search.Found whole = search(policy, "whole", TRIALS).run(toy);
    for (int kill = 0; kill < whole.evaluations(); kill++) {
      String store = "killed-" + kill;
      int at = kill;
      assertThrows(Killed.class, () -> search(policy, store, TRIALS).run(dyingAfter(at)));
      Search.Found resumed = search(policy, store, TRIALS).run(toy);
      assertEquals(whole.trials(), resumed.trials(), policy + " killed after " + kill);
      assertEquals(whole.best(), resumed.best());
      assertEquals(whole.evaluations() - kill, resumed.evaluations());
    }
  }

  @Test
  void aPointIsEvaluatedOnceAcrossPolicies() throws IOException {
    Search.Found first = search("nsga2", "shared", TRIALS).run(toy);
    assertEquals(first.evaluations(), toy.evaluated);
    Search.Found second = search("nsga2", "shared", TRIALS).run(toy);
    assertEquals(0, second.evaluations());
    search("halving", "shared", TRIALS).run(toy);
    search("bisection", "shared", TRIALS).run(toy);
    try (Stream<Path> files = Files.list(folder.resolve("shared"))) {
      assertEquals(toy.evaluated, files.count());
    }
  }

  @Test
  void whatAnUnfinishedWriteLeftIsNoTrial() throws IOException {
    Search.Found whole = search("tpe", "whole", TRIALS).run(toy);
    Files.createDirectories(folder.resolve("torn"));
    String key = toy.leastLoss(TRIALS, 5).space().key(whole.trials().get(0).point(), "a model");
    Files.writeString(folder.resolve("torn/." + key + ".json.part"), "{\"number\": 1, \"po");
    assertEquals(whole.trials(), search("tpe", "torn", TRIALS).run(toy).trials());
  }

  @Test
  void anotherModelHasAnotherHash() {
    Space space = toy.leastLoss(1, 1).space();
    Point point = space.point(new int[] {0, 1, 2, 3});
    assertTrue(!space.key(point, "a").equals(space.key(point, "b")));
    assertEquals(space.key(point, "a"), space.key(new Point(List.copyOf(point.values())), "a"));
  }

  @Test
  void repeatsAreToldAndCountAsTrials() {
    Dimension one = Dimension.widths("only", List.of(1, 2));
    Problem problem =
        new Problem(
            new Space(List.of(one)),
            new Targets(List.of(), List.of(Objective.LOSS)),
            p -> java.util.Map.of(),
            10,
            1);
    Search.Found found =
        new Search(
                problem,
                SearchPolicies.CATALOGUE.require("random"),
                new TrialStore(folder.resolve("few"), ""),
                Progress.NONE)
            .run(p -> Outcome.of(p.values().get(0), 0, java.util.Map.of()));
    assertEquals(10, found.trials().size());
    assertEquals(2, found.evaluations());
    assertEquals(8, found.trials().stream().filter(SearchTrial::repeated).count());
    assertEquals(List.of(1), found.best().point().values());
  }
}
