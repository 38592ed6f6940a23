package dev.espalier.cut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.espalier.Graphs;
import dev.espalier.prepare.Baseline;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.stage.PrepareStage;
import dev.espalier.tune.Tools;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Other methods, as feedback names them, are really other methods. */
class CutterTest {
  private final Prepared prepared = Prepared.of(Graphs.resnet(4), "blocks");

  private static Recipe by(String criterion) {
    return Recipe.defaults().withCut(Recipe.defaults().cut().withMethods(criterion, "global"));
  }

  private Cutter cutter(Recipe recipe) {
    Gathering gathering =
        new Gathering(Tools.weightsOnly(Progress.NONE), recipe, null, null, prepared.original());
    return new Cutter(recipe, gathering, Baseline.of(prepared, 1000, m -> m), prepared.coupling());
  }

  private Map<String, double[]> scores(Cutter cutter) {
    return cutter.ready(PrepareStage.of(prepared, "blocks")).scores();
  }

  @Test
  void anotherCriterionScoresOtherwise() {
    Cutter own = cutter(by("l2"));
    Map<String, double[]> before = scores(own);
    Map<String, double[]> after = scores(own.with(by("l1")));
    Map<String, double[]> fresh = scores(cutter(by("l1")));
    String group = before.keySet().iterator().next();
    assertFalse(Arrays.equals(before.get(group), after.get(group)), "l1 is not l2");
    assertArrayEquals(fresh.get(group), after.get(group));
  }
}
