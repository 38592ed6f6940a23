package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.recipe.Heads;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeChecks;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.StudyRecord.Choice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
  /** A large convolutional network with many examples: no special rule applies. */
  private static Findings plain() {
    return new Findings(
        new Findings.Learning(true, 38_400, 5_000, 100_000, 60),
        new StructureStudy(false, false, false, 0),
        new StartingRatio(Double.NaN, 0),
        new Findings.Cuttable(9, List.of(), 0, Double.NaN),
        new Findings.Times(new Stairs(1, Double.NaN), Double.NaN),
        false,
        Recipe.defaults());
  }

  private record Case(Findings findings, String key, String value) {}

  private static Findings with(long train, long gate, int groups, Recipe recipe) {
    return with(train, gate, groups, 60, recipe);
  }

  private static Findings with(
      long train, long gate, int groups, double passSeconds, Recipe recipe) {
    return new Findings(
        new Findings.Learning(true, train, gate, 100_000, passSeconds),
        new StructureStudy(false, false, false, 0),
        new StartingRatio(Double.NaN, 0),
        new Findings.Cuttable(groups, List.of(), 0, Double.NaN),
        new Findings.Times(new Stairs(1, Double.NaN), Double.NaN),
        false,
        recipe);
  }

  private static Findings kind(boolean recurrent, boolean attention, boolean table, int heads) {
    return new Findings(
        new Findings.Learning(true, 50_000, 5_000, 100_000, 60),
        new StructureStudy(recurrent, attention, table, heads),
        new StartingRatio(Double.NaN, 0),
        new Findings.Cuttable(9, List.of(), 0, Double.NaN),
        new Findings.Times(new Stairs(1, Double.NaN), Double.NaN),
        false,
        Recipe.defaults());
  }

  /** A search on a machine whose kernels work in blocks of 16 channels. */
  private static Findings stepped(boolean labelled, List<String> fragile, double leastTime) {
    return stepped(labelled, fragile, leastTime, Recipe.defaults());
  }

  private static Findings stepped(
      boolean labelled, List<String> fragile, double leastTime, Recipe recipe) {
    return new Findings(
        new Findings.Learning(labelled, 50_000, 5_000, 100_000, 60),
        new StructureStudy(false, false, false, 0),
        new StartingRatio(0.42, 0.3),
        new Findings.Cuttable(9, fragile, 0, Double.NaN),
        new Findings.Times(new Stairs(16, 0.97), leastTime),
        true,
        recipe);
  }

  private static List<Case> cases() {
    Recipe deep =
        RecipeCodec.set(RecipeCodec.set(Recipe.defaults(), "goal.target=macs"), "goal.ratio=0.2");
    Findings unlabelled = stepped(false, List.of("conv1", "conv2"), Double.NaN);
    Findings called = stepped(true, List.of(), 0.93);
    Findings sideBySide =
        stepped(
            true, List.of(), Double.NaN, RecipeCodec.set(Recipe.defaults(), "search.parallel=2"));
    Recipe fast = RecipeCodec.set(Recipe.defaults(), "goal.target=latency");
    Findings shallow =
        new Findings(
            new Findings.Learning(true, 50_000, 5_000, 100_000, 60),
            new StructureStudy(false, false, false, 0),
            new StartingRatio(Double.NaN, 0),
            new Findings.Cuttable(9, List.of(), 25, 0.003),
            new Findings.Times(new Stairs(1, Double.NaN), Double.NaN),
            false,
            fast);
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(shallow, "cut.granularity", "units+blocks"));
    cases.add(new Case(shallow, "cut.allocation", "staircase"));
    cases.add(new Case(shallow, "search.screen", "200"));
    cases.add(new Case(with(50_000, 5_000, 0, Recipe.defaults()), "cut.granularity", "weights"));
    cases.add(new Case(with(50_000, 5_000, 0, Recipe.defaults()), "cut.criterion", "l1"));
    cases.add(new Case(plain(), "cut.granularity", "units"));
    cases.add(new Case(plain(), "cut.criterion", "fluctuation"));
    cases.add(new Case(plain(), "cut.allocation", "global"));
    cases.add(new Case(kind(false, true, false, 2), "cut.heads", "positions"));
    cases.add(new Case(kind(false, true, false, 8), "cut.heads", "blocks"));
    cases.add(new Case(unlabelled, "tune.distill", "1"));
    cases.add(new Case(unlabelled, "goal.measure", "latency"));
    cases.add(new Case(called, "goal.measure", "macs"));
    cases.add(new Case(sideBySide, "goal.measure", "macs"));
    cases.add(new Case(sideBySide, "cut.allocation", "global"));
    cases.add(new Case(called, "goal.ratio", "0.42"));
    cases.add(new Case(called, "cut.allocation", "global"));
    cases.add(new Case(unlabelled, "goal.ratio", "0.65"));
    cases.add(new Case(unlabelled, "search.screen", "195"));
    cases.add(new Case(unlabelled, "tune.epochs", "10"));
    cases.add(new Case(unlabelled, "cut.exclude", "conv1,conv2"));
    cases.add(new Case(with(50_000, 5_000, 9, deep), "schedule.kind", "geometric"));
    cases.add(new Case(with(50_000, 5_000, 9, deep), "schedule.steps", "2"));
    cases.add(new Case(with(50_000, 200, 9, Recipe.defaults()), "schedule.trials", "6"));
    cases.add(new Case(with(1_000, 5_000, 9, Recipe.defaults()), "tune.batch", "32"));
    cases.add(new Case(with(4_000, 5_000, 9, Recipe.defaults()), "tune.batch", "64"));
    cases.add(new Case(with(4_000, 5_000, 9, Recipe.defaults()), "tune.epochs", "24"));
    cases.add(new Case(with(4_000, 5_000, 9, Recipe.defaults()), "tune.minUpdates", "400"));
    cases.add(new Case(with(4_000, 5_000, 9, Recipe.defaults()), "tune.distill", "0.7"));
    Findings slow = with(50_000, 5_000, 9, 1_000, Recipe.defaults());
    cases.add(new Case(slow, "tune.stepEpochs", "0.12"));
    cases.add(new Case(slow, "tune.minUpdates", "47"));
    cases.add(new Case(slow, "tune.epochs", "0.60"));
    return cases;
  }

  @Test
  void everyRuleFiresOnAFindingMadeForIt() {
    Set<Rule> fired = new LinkedHashSet<>();
    for (Case c : cases()) {
      Planner.Plan plan = Planner.plan(Rules.ALL, c.findings(), Set.of());
      Choice choice =
          plan.choices().stream().filter(x -> x.key().equals(c.key())).findFirst().orElseThrow();
      assertEquals(c.value(), choice.value(), choice.toString());
      assertTrue(
          !choice.finding().isBlank() && !choice.finding().contains("NaN"), choice.finding());
      RecipeChecks.validate(plan.recipe());
      Rules.ALL.stream()
          .filter(r -> r.key().equals(c.key()) && r.when().test(c.findings()))
          .findFirst()
          .ifPresent(fired::add);
    }
    assertEquals(Set.copyOf(Rules.ALL), fired, "each rule has a case");
  }

  /** A plan is read as being about the user's model; a sentence about another one has to say so. */
  @Test
  void whatWasSeenInOtherModelsHasItsSource() throws java.io.IOException {
    Pattern source = Pattern.compile("docs/benchmarks/(\\d\\d)");
    for (Case c : cases()) {
      for (Choice choice : Planner.plan(Rules.ALL, c.findings(), Set.of()).choices()) {
        Matcher page = source.matcher(choice.finding());
        boolean other = choice.finding().contains("ResNet");
        assertEquals(other, choice.finding().startsWith("not seen in this model: "));
        assertEquals(other, page.find(), choice.finding());
        assertTrue(!other || exists(page.group(1)), choice.finding());
      }
    }
  }

  private static boolean exists(String page) throws java.io.IOException {
    try (Stream<Path> pages = Files.list(Path.of("..", "docs", "benchmarks"))) {
      return pages.anyMatch(p -> p.getFileName().toString().startsWith(page + "-"));
    }
  }

  @Test
  void aNumberThatWasChosenSaysSo() {
    Findings few = with(4_000, 5_000, 9, Recipe.defaults());
    Choice epochs =
        Planner.plan(Rules.ALL, few, Set.of()).choices().stream()
            .filter(c -> c.key().equals("tune.epochs"))
            .findFirst()
            .orElseThrow();
    assertTrue(epochs.finding().contains("chosen, not measured"), epochs.finding());
  }

  @Test
  void whatTheUserSetStaysAndIsShown() {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "cut.heads=blocks");
    Findings attention =
        new Findings(
            new Findings.Learning(true, 50_000, 5_000, 100_000, 60),
            new StructureStudy(false, true, false, 2),
            new StartingRatio(Double.NaN, 0),
            new Findings.Cuttable(9, List.of(), 0, Double.NaN),
            new Findings.Times(new Stairs(1, Double.NaN), Double.NaN),
            true,
            recipe);
    Planner.Plan plan = Planner.plan(Rules.ALL, attention, Set.of("cut.heads"));
    assertEquals(Heads.BLOCKS, plan.recipe().cut().heads());
    Choice choice =
        plan.choices().stream().filter(c -> c.key().equals("cut.heads")).findFirst().orElseThrow();
    assertEquals("user", choice.by());
    assertEquals("blocks", choice.value());
    assertEquals("positions", choice.proposed());
    assertEquals("fluctuation", plan.recipe().cut().criterion(), "other rules still apply");
  }

  /**
   * To write the table anew after a change: {@code mvn -pl espalier-core test -Dtest=RulesTest
   * -Despalier.write.docs=true}.
   */
  @Test
  void theDocumentHoldsTheTable() throws java.io.IOException {
    Path doc = Path.of("..", "docs", "ANALYZE.md");
    String text = Files.readString(doc);
    int from = text.indexOf("| setting |");
    int to = text.indexOf("\n\n", from) + 1;
    StringBuilder table = new StringBuilder("| setting | condition | choice |\n|---|---|---|\n");
    for (List<String> row : Rules.words()) {
      table.append("| `%s` | %s | `%s` |\n".formatted(row.toArray()));
    }
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.writeString(doc, text.substring(0, from) + table + text.substring(to));
    } else {
      assertEquals(table.toString(), text.substring(from, to));
    }
  }

  @Test
  void nothingChangesWhereNoRuleApplies() {
    Recipe planned = Planner.plan(Rules.ALL, plain(), Set.of()).recipe();
    assertEquals(Recipe.defaults().tune(), planned.tune());
    assertEquals(Recipe.defaults().goal(), planned.goal());
    assertEquals(Recipe.defaults().schedule(), planned.schedule());
  }
}
