package dev.espalier.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.cut.CutMethods;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.StepRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows a rejected trial, and in which order. */
class FeedbackTest {
  private static final CutMethods USUAL = new CutMethods("fluctuation", "global", false);

  private static Recipe recipe(String... settings) {
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  private static Trial rejected(int number, double excess) {
    StepRecord step = new StepRecord(number, 0.2, "reject", List.of(), 1, 1, 0, 0, List.of(), 1, 0);
    return Rejected.trial(number, 3, excess, step);
  }

  private static TrialRequest searched(CutMethods means) {
    return TrialRequest.cut(3, 0.2, 2, means).asSearched();
  }

  @Test
  void firstLongerThenAnotherCriterionThenAnotherAllocationThenTheRatio() {
    Feedback feedback = new Feedback(recipe("schedule.trials=9"), true, 2);
    TrialRequest cut = searched(USUAL);
    TrialRequest longer = feedback.answer(rejected(4, 1.5), cut, false).orElseThrow();
    assertEquals(4, longer.from());
    assertFalse(longer.cuts());
    assertEquals(2, longer.epochs());
    assertTrue(longer.why().get(0).contains("1.5 standard errors"), longer.why().get(0));

    TrialRequest taylor = feedback.answer(rejected(5, 1.2), cut, true).orElseThrow();
    assertEquals(3, taylor.from(), "the rejected step is undone");
    assertEquals(0.2, taylor.ratio());
    assertEquals(new CutMethods("taylor", "global", false), taylor.means());

    TrialRequest uniform = feedback.answer(rejected(6, 9), taylor, false).orElseThrow();
    assertEquals(new CutMethods("taylor", "uniform", false), uniform.means());
    assertEquals(Optional.empty(), feedback.answer(rejected(7, 9), uniform, false));
  }

  @Test
  void atMostAThirdOfTheTrialsAreAnswers() {
    Feedback feedback = new Feedback(recipe("schedule.trials=6"), true, 2);
    assertTrue(feedback.answer(rejected(1, 9), searched(USUAL), false).isPresent());
    assertTrue(feedback.answer(rejected(2, 9), searched(USUAL), false).isPresent());
    assertEquals(Optional.empty(), feedback.answer(rejected(3, 9), searched(USUAL), false));
  }

  @Test
  void whatTheRecipeLeavesToOthersStays() {
    Feedback blind = new Feedback(recipe(), false, 2);
    TrialRequest answer = blind.answer(rejected(1, 9), searched(USUAL), false).orElseThrow();
    assertEquals("uniform", answer.means().allocation(), "without gradients no taylor");
    Feedback searching = new Feedback(recipe("search.policy=tpe"), true, 2);
    assertEquals(Optional.empty(), searching.answer(rejected(1, 9), searched(USUAL), false));
    Feedback settled = new Feedback(recipe(), true, 2);
    TrialRequest target = TrialRequest.cut(0, 0.5, 5, USUAL);
    assertEquals(Optional.empty(), settled.answer(rejected(1, 9), target, false));
    assertTrue(settled.answer(rejected(1, 1), target, false).isPresent(), "tuned longer");
    Feedback untuned = new Feedback(recipe(), false, 0);
    assertTrue(untuned.answer(rejected(1, 1), searched(USUAL), false).orElseThrow().cuts());
  }

  @Test
  void switchedOffOnlySoftTargetsGiveWay() {
    Feedback off = new Feedback(recipe("schedule.feedback=none"), true, 2);
    assertEquals(Optional.empty(), off.answer(rejected(1, 1), searched(USUAL), false));
    CutMethods soft = new CutMethods("fluctuation", "global", true);
    TrialRequest hard = off.answer(rejected(1, 1), searched(soft), false).orElseThrow();
    assertFalse(hard.means().soft());
  }
}
