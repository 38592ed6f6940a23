package dev.espalier.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Drop;
import dev.espalier.record.StepRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a follower of a run is told of its trials. */
class BulletinTest {
  private final List<TrialNews> told = new ArrayList<>();

  private Bulletin bulletin(String... settings) {
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    Progress progress =
        new Progress() {
          @Override
          public void at(String stage, long done, long total) {}

          @Override
          public void trial(TrialNews news) {
            told.add(news);
          }
        };
    return new Bulletin(recipe, "accuracy", progress);
  }

  private static Trial rejected(int number, double seconds) {
    StepRecord step =
        new StepRecord(number, 0.2, "reject", List.of(), 1, 1, 0.5, 0.6, List.of(), seconds, 0);
    return Rejected.trial(number, 0, 3, step);
  }

  @Test
  void aRepetitionNamesTheTrialAndShowsNoFigures() {
    Bulletin bulletin = bulletin("goal.maxDrop=0.01", "schedule.trials=6");
    Trial third = rejected(3, 10);
    bulletin.ended(third);
    TrialSpec spec = new TrialSpec("t4", 4, 0, "", 0.25, List.of(), 4, List.of("t3"), List.of());
    bulletin.ended(third.again(spec));

    TrialNews news = told.get(1);
    assertEquals("the same cut as trial 3, not run again", news.verdict());
    assertEquals(Double.NaN, news.before());
    assertEquals(Double.NaN, news.after());
    assertEquals(40, news.secondsLeft(), "four trials of ten seconds; a repetition takes none");
  }

  @Test
  void aRejectedTrialSaysWhatItLostAndWhatIsAllowed() {
    StepRecord step = rejected(1, 1).step();
    Bulletin bulletin = bulletin("goal.maxDrop=0.01", "schedule.trials=6");
    bulletin.ended(Rejected.trial(1, step, lost(0.025)));
    bulletin.ended(Rejected.trial(2, step, lost(0.005)));
    bulletin("goal.maxDrop=0.01", "goal.confidence=0.95")
        .ended(Rejected.trial(3, step, lost(0.005)));
    assertEquals("rejected: 0.0250 lost, 0.0100 allowed", told.get(0).verdict());
    assertEquals(
        "rejected: 0.0050 lost and more with luck in the choice on few examples, 0.0100 allowed",
        told.get(1).verdict());
    assertEquals("rejected: up to 0.0350 lost, 0.0100 allowed", told.get(2).verdict());
  }

  private static Drop lost(double value) {
    return new Drop("accuracy", value, value - 0.03, value + 0.03, 0.95, 0.01, 200, "paired");
  }

  @Test
  void howManyTrialsThereWillBeIsSaidWhileItIsKnown() {
    Bulletin bulletin = bulletin("goal.maxDrop=0.01", "schedule.trials=2");
    bulletin.ended(rejected(2, 1));
    bulletin.ended(rejected(3, 1));
    assertEquals(2, told.get(0).about());
    assertEquals(0, told.get(1).about(), "more than were expected");
  }
}
