package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicChecksTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "top1", 4, 1);

  private static Recipe with(String... settings) {
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  private static String refused(Recipe recipe) {
    return assertThrows(
            RecipeException.class, () -> DynamicChecks.possible(recipe, CLASSES), "not refused")
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto,0.1", "0.4,auto", "none,0.1", "auto,none"})
  void aWordBesideOtherMembersIsRefused(String members) {
    String refusal = refused(with("dynamic.members=" + members));
    assertTrue(refusal.startsWith("dynamic.members is " + members + ": "), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "none", "0.1", "0.4,0.1"})
  void aWordOrSharesAreTaken(String members) {
    assertDoesNotThrow(() -> DynamicChecks.possible(with("dynamic.members=" + members), CLASSES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamic.members=2", "dynamic.gates=0", "dynamic.tokens=half"})
  void sharesLieBetweenNoneAndAll(String setting) {
    String refusal = refused(with(setting));
    assertTrue(refusal.contains("holds numbers between 0 and 1"), refusal);
  }

  @Test
  void fewerBitsAreRefusedAndNotPassedOver() {
    String refusal = refused(with("quant.kind=static"));
    assertTrue(refusal.contains("stay in floats"), refusal);
    assertDoesNotThrow(() -> DynamicChecks.possible(with("quant.kind=none"), CLASSES));
  }

  @Test
  void singleWeightsMakeNoFamily() {
    String refusal = refused(with("cut.granularity=weights"));
    assertTrue(refusal.startsWith("cut.granularity is weights"), refusal);
    assertDoesNotThrow(
        () ->
            DynamicChecks.possible(
                with("cut.granularity=weights", "dynamic.members=none"), CLASSES));
  }

  @Test
  void rowsOfARankingStayTogether() {
    Task ranking = new Task(TaskKinds.RANKING, "hr@10", 0, 100);
    String refusal =
        assertThrows(DataException.class, () -> DynamicChecks.possible(with(), ranking))
            .getMessage();
    assertTrue(refusal.contains("prune the model instead"), refusal);
  }
}
