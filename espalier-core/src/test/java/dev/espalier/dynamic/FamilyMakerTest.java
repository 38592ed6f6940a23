package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyMakerTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto,0.1", "0.4,auto", "none,0.1", "auto,none"})
  void aWordBesideOtherMembersIsRefused(String members) {
    String refusal = assertThrows(RecipeException.class, () -> maker(members)).getMessage();
    assertTrue(refusal.startsWith("dynamic.members is " + members + ": "), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "none", "0.1", "0.4,0.1"})
  void aWordOrSharesAreTaken(String members) {
    assertDoesNotThrow(() -> maker(members));
  }

  /** What makes the members is not asked for yet. */
  private static FamilyMaker maker(String members) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "dynamic.members=" + members);
    return new FamilyMaker(null, recipe, null, null, null, null);
  }
}
