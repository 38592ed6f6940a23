package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeCodecTest {
  @Test
  void whatIsLeftOutKeepsItsDefault() {
    Recipe recipe =
        RecipeCodec.parse(
            """
            # half the work
            goal: {target: macs, maxDrop: 0.01}
            tune:
              epochs: 2
              weightDecay: 1e-4
              penalty: {kind: bn-scale}
            cut:
              exclude: [fc, "*conv1"]
            latency:
            """,
            "r.yaml");
    Recipe defaults = Recipe.defaults();
    assertEquals(Target.MACS, recipe.goal().target());
    assertEquals(defaults.goal().ratio(), recipe.goal().ratio());
    assertEquals(0.01, recipe.goal().maxDrop());
    assertEquals(2, recipe.tune().amount().epochs());
    assertEquals(1e-4, recipe.tune().movement().weightDecay());
    assertEquals(defaults.tune().penalty().lambda(), recipe.tune().penalty().lambda());
    assertEquals(List.of("fc", "*conv1"), recipe.cut().exclude());
    assertEquals(defaults.latency(), recipe.latency());
    assertEquals(defaults, RecipeCodec.parse("", "r.yaml"));
  }

  @Test
  void theResolvedYamlReadsBackEqual() {
    Recipe recipe = RecipeCodec.parse("goal: {maxDrop: 0.005, confidence: 0.95}", "r.yaml");
    recipe = RecipeCodec.set(recipe, "cut.exclude=a b,null,*x,1e3,it's \"so\",yes,#");
    recipe = RecipeCodec.set(recipe, "tune.weightDecay=3.3333333333333335E-7");
    recipe = RecipeCodec.set(recipe, "seed=-9223372036854775808");
    String yaml = RecipeCodec.yaml(recipe);
    assertEquals(recipe, RecipeCodec.parse(yaml, "r.yaml"), yaml);
    assertEquals(yaml, RecipeCodec.yaml(RecipeCodec.parse(yaml, "r.yaml")));
    assertEquals(Recipe.defaults(), RecipeCodec.parse(RecipeCodec.yaml(Recipe.defaults()), "r"));
    for (Setting setting : Setting.ALL) {
      assertTrue(yaml.contains("# " + setting.meaning()), setting.key());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tune.epoch | tune.epochs",
        "tune.lr | tune.loss",
        "tune.learning_rate | tune.learningRate",
        "epochs | tune.epochs",
        "tuning | tune",
        "goal.max_drop | goal.maxDrop",
        "tune.penalty.lamda | tune.penalty.lambda",
        "sead | seed"
      })
  void anUnknownKeyIsNamedWithTheNearestOne(String wrong, String right) {
    String message = refusal(() -> RecipeCodec.set(Recipe.defaults(), wrong + "=1"));
    assertTrue(
        message.contains("unknown key '" + wrong + "'; did you mean '" + right + "'?"), message);
  }

  @Test
  void mistakesAreNamedWithTheirLine() {
    assertRefused("seed: 1\ntune:\n  batch: 64\n  epoch: 3\n", "line 4: unknown key 'tune.epoch'");
    assertRefused(
        "tune:\n  batch: 2.5\n", "line 2: tune.batch cannot be '2.5'; it is a whole number");
    assertRefused("tune:\n  epochs:\n", "line 2: tune.epochs cannot be");
    assertRefused(
        "\ngoal:\n  ratio: 1.5\n",
        "line 3: goal.ratio cannot be 1.5; it is a number: more than 0 and at most 1");
    assertRefused("goal: {ratio: .nan}", "line 1: goal.ratio");
    assertRefused(
        "goal:\n  target: flops",
        "line 2: goal.target cannot be flops; it is a word: one of none (no size is asked for), macs (");
    assertRefused("goal: 3", "line 1: 'goal' holds keys");
    assertRefused("- a", "line 1: a recipe holds keys");
    assertRefused("goal:\n  target: [macs]", "line 2: goal.target cannot be");
    assertRefused("seed: 1\nseed: 2\n", "line 2");
    assertRefused("seed: 1\ncut:\n  exclude: [*fc]\n", "line 3: a word that begins with *");
    assertRefused("seed: 1\n---\nseed: 2\n", "second document");
    assertRefused("seed: 1\ncut: {exclude: [a\n", "not valid YAML");
    assertRefused("seed: 1\n\tcut: 2\n", "line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tune.epochs", "=3", ""})
  void anAssignmentNeedsKeyAndValue(String assignment) {
    String message = refusal(() -> RecipeCodec.set(Recipe.defaults(), assignment));
    assertTrue(message.contains("key=value"), message);
  }

  @Test
  void oneKeyIsChangedAndTheOthersStay() {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "tune.epochs=0");
    assertEquals(Recipe.defaults().tune().withEpochs(0), recipe.tune());
    assertEquals(Recipe.defaults().cut(), recipe.cut());
    assertEquals(List.of("fc", "conv*"), list("cut.exclude=fc, conv*"));
    assertEquals(List.of("fc"), list("cut.exclude=[fc]"));
    assertEquals(List.of(), list("cut.exclude="));
    Recipe gated = RecipeCodec.set(recipe, "goal.maxDrop=0.01");
    assertEquals(0.01, gated.goal().maxDrop());
    assertEquals(recipe, RecipeCodec.set(gated, "goal.maxDrop=null"));
    assertTrue(refusal(() -> RecipeCodec.set(recipe, "goal=macs")).contains("'goal' holds keys"));
    String range = refusal(() -> RecipeCodec.set(recipe, "tune.momentum=1"));
    assertTrue(range.startsWith("tune.momentum=1: tune.momentum cannot be 1;"), range);
    assertTrue(range.contains("at least 0 and less than 1"), range);
  }

  @Test
  void namesAreCheckedAgainstTheCatalogue() {
    Map<String, Set<String>> catalogue = Map.of("cut.criterion", Set.of("l1", "taylor"));
    RecipeChecks.validate(Recipe.defaults(), catalogue);
    Recipe wrong = RecipeCodec.set(Recipe.defaults(), "cut.criterion=tailor");
    RecipeChecks.validate(wrong);
    String message = refusal(() -> RecipeChecks.validate(wrong, catalogue));
    assertTrue(message.contains("cut.criterion cannot be 'tailor'; known are l1, taylor"), message);
  }

  @Test
  void recipesMadeInJavaAreCheckedToo() {
    Recipe r = Recipe.defaults();
    Recipe negative = r.withTune(r.tune().withEpochs(-1));
    assertTrue(
        refusal(() -> RecipeChecks.validate(negative)).startsWith("tune.epochs cannot be -1"));
    Recipe sure = RecipeCodec.set(r, "goal.confidence=0.95");
    assertTrue(refusal(() -> RecipeChecks.validate(sure)).contains("set goal.maxDrop"));
    Recipe steps = RecipeCodec.set(r, "schedule.steps=4");
    assertTrue(refusal(() -> RecipeChecks.validate(steps)).contains("one-shot has one"));
  }

  @Test
  void filesAreReadAndMissingOnesNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, RecipeCodec.yaml(Recipe.defaults()));
    assertEquals(Recipe.defaults(), RecipeCodec.read(file));
    Path none = folder.resolve("none.yaml");
    assertTrue(refusal(() -> RecipeCodec.read(none)).contains("none.yaml"));
    Files.write(file, new byte[] {(byte) 0xc3, 0x28});
    assertTrue(refusal(() -> RecipeCodec.read(file)).contains("recipe.yaml"));
  }

  @Test
  void theTreeHoldsEveryKey() {
    Map<String, Object> tree = RecipeCodec.tree(Recipe.defaults());
    assertEquals(1L, tree.get("seed"));
    assertEquals(5.0, ((Map<?, ?>) tree.get("tune")).get("epochs"));
  }

  private static List<String> list(String assignment) {
    return RecipeCodec.set(Recipe.defaults(), assignment).cut().exclude();
  }

  private static void assertRefused(String yaml, String part) {
    String message = refusal(() -> RecipeCodec.parse(yaml, "r.yaml"));
    assertTrue(message.startsWith("r.yaml, line ") && message.contains(part), message);
  }

  private static String refusal(Runnable work) {
    return assertThrows(RecipeException.class, work::run).getMessage();
  }
}
