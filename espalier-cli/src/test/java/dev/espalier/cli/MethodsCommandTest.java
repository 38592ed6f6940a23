package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.catalogue.Method;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MethodsCommandTest {
  @Test
  void everyMethodHasALineAndASource() {
    Cli run = Cli.run("methods");
    assertEquals(ExitCode.DONE, run.code());
    assertEquals(MethodsCommand.all().size() + 1, run.out().strip().lines().count());
    for (Method method : MethodsCommand.all()) {
      assertTrue(run.out().contains(method.summary()), method.name());
      assertFalse(method.source().isBlank(), method.name());
    }
  }

  @Test
  void everyKindIsThere() {
    JsonNode methods = Cli.run("methods", "--json").json().get("methods");
    assertEquals(MethodsCommand.all().size(), methods.size());
    assertEquals(
        17,
        MethodsCommand.all().stream().map(Method::kind).distinct().count(),
        "one kind a catalogue");
  }

  @Test
  void aMethodThatDidNotProveItselfSaysSo() {
    assertTrue(Cli.run("methods", "ddpg").out().contains("did not beat random search"));
  }

  @Test
  void oneMethodWithTheSettingThatChoosesIt() {
    Cli run = Cli.run("methods", "cubic");
    assertTrue(run.out().contains("--set schedule.kind=cubic"), run.out());
    assertTrue(run.out().contains("Zhu and Gupta"), run.out());
  }

  @Test
  void aKindOfTaskIsAskedForByTheData() {
    Cli run = Cli.run("methods", "ranking");
    assertTrue(run.out().contains("DATA: task: ranking"), run.out());
    Cli form = Cli.run("methods", "yolov8");
    assertTrue(form.out().contains("DATA: outputs: yolov8"), form.out());
  }

  @Test
  void formatsStagesLossesAndOperatorsAreListed() {
    assertTrue(Cli.run("methods", "csv").out().contains("DATA: format: csv"));
    assertTrue(Cli.run("methods", "tune").out().contains("(stage, one of schedule.stages)"));
    assertTrue(Cli.run("methods", "cross-entropy").out().contains("(loss, "));
    assertTrue(Cli.run("methods", "conv").out().contains("ConvTranspose"));
    assertTrue(Cli.run("methods", "libtorch").out().contains("LSTM"));
  }

  @Test
  void recipesTakeEveryPenaltyThatIsListed() {
    for (Method method : MethodsCommand.all()) {
      if (method.kind().equals("penalty")) {
        Recipe recipe = RecipeCodec.set(Recipe.defaults(), "tune.penalty.kind=" + method.name());
        assertEquals(method.name(), recipe.tune().penalty().kind().word());
      }
    }
  }

  @Test
  void anUnknownName() {
    Cli run = Cli.run("methods", "magic");
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("there is no method 'magic'"), run.err());
  }
}
