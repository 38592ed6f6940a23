package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimTest {
  @Test
  void isWrittenAndReadAlike() {
    assertEquals(new Aim(Target.BYTES, 0.3, true), Aim.parse("bytes=0.3"));
    assertEquals(new Aim(Target.LATENCY, 0.6, false), Aim.parse(" latency ~ 0.6 "));
    assertEquals("latency~0.6", Aim.parse("latency~0.60").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mcas=0.5 | did you mean \"macs\"",
        "memroy~0.5 | did you mean \"memory\"",
        "macs | is not of the form",
        "macs=half | is not a number",
        "macs=1.5 | above 0 and at most 1",
        "macs=0 | above 0 and at most 1"
      })
  void saysWhatIsWrong(String text, String message) {
    String said = assertThrows(RecipeException.class, () -> Aim.parse(text)).getMessage();
    assertTrue(said.replace('\'', '"').contains(message), said);
  }

  @Test
  void aRecipeHoldsSeveralTheLeadingOneFirst() {
    Recipe recipe =
        RecipeCodec.parse(
            "goal: {target: macs, ratio: 0.5, also: [bytes=0.3, latency~0.6]}", "r.yaml");
    assertEquals(
        List.of("macs=0.5", "bytes=0.3", "latency~0.6"),
        recipe.goal().aims().stream().map(Aim::text).toList());
    assertTrue(recipe.goal().aimsAt(Target.LATENCY));
    assertFalse(recipe.goal().aimsAt(Target.MEMORY));
    assertEquals(recipe, RecipeCodec.parse(RecipeCodec.yaml(recipe), "again"));
    RecipeChecks.validate(recipe);
  }

  @Test
  void aWrongOneIsRefusedWithItsLine() {
    String said =
        assertThrows(
                RecipeException.class,
                () -> RecipeCodec.parse("goal:\n  target: macs\n  also: [byts=0.3]", "r.yaml"))
            .getMessage();
    assertTrue(said.startsWith("r.yaml, line 3: goal.also cannot be [\"byts=0.3\"]"), said);
    assertTrue(said.endsWith("did you mean 'bytes'?"), said);
  }

  @Test
  void targetsThatDoNotGoTogetherAreRefused() {
    Recipe twice = RecipeCodec.parse("goal: {target: macs, also: [macs~0.3]}", "r.yaml");
    assertTrue(
        assertThrows(RecipeException.class, () -> RecipeChecks.validate(twice))
            .getMessage()
            .contains("macs is given twice"));
    Recipe alone = RecipeCodec.parse("goal: {also: [macs~0.3]}", "r.yaml");
    assertTrue(
        assertThrows(RecipeException.class, () -> RecipeChecks.validate(alone))
            .getMessage()
            .contains("goal.target"));
  }
}
