package dev.espalier.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every criterion of the catalogue must keep to. */
class CriterionContractTest {
  private static final Setting SETTING = Setting.of(Graphs.vgg(1), 6, 5);
  private static final Evidence ALL = SETTING.gather(EnumSet.allOf(Evidence.Kind.class), 4);

  static Stream<Criterion> criteria() {
    return Criteria.CATALOGUE.members().stream();
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void givesOneFiniteScoreForEachUnit(Criterion criterion) {
    int judged = 0;
    for (Group group : SETTING.coupling().prunable()) {
      if (criterion.refusal(group, ALL).isEmpty()) {
        double[] scores = criterion.scores(group, ALL);
        assertEquals(group.units(), scores.length);
        assertTrue(Arrays.stream(scores).allMatch(Double::isFinite));
        assertTrue(Arrays.stream(scores).distinct().count() > 1, group.name() + " all alike");
        judged++;
      }
    }
    assertTrue(judged >= 2, "judges " + judged + " groups");
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void asksForAllThatItReads(Criterion criterion) {
    Evidence asked = SETTING.gather(criterion.needs(), 4);
    Map<String, double[]> first = Criteria.scores(criterion, asked);
    Map<String, double[]> second = Criteria.scores(criterion, SETTING.gather(criterion.needs(), 4));
    assertEquals(first.keySet(), second.keySet());
    assertFalse(first.isEmpty());
    first.forEach((group, scores) -> assertArrayEquals(scores, second.get(group), group));
    for (Group group : SETTING.coupling().prunable()) {
      boolean refused = Criteria.refusals(criterion, asked).containsKey(group.name());
      assertEquals(refused, !first.containsKey(group.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void judgesSingleWeightsOrSaysThatItCannot(Criterion criterion) {
    Tensor weights = SETTING.coupling().model().graph().initializers().get("conv2.weight");
    if (criterion.scoresWeights()) {
      float[] scores = criterion.weightScores("conv2.weight", ALL);
      assertEquals(weights.size(), scores.length);
      assertArrayEquals(scores, criterion.weightScores("conv2.weight", ALL));
    } else {
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> criterion.weightScores("conv2.weight", ALL));
      assertTrue(e.getMessage().contains("l1"), e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void introducesItself(Criterion criterion) {
    assertTrue(criterion.name().matches("[a-z0-9-]+"));
    assertFalse(criterion.summary().isBlank() || criterion.source().isBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"l1", "l2", "bn-scale", "activation-norm", "noise"})
  void aLouderUnitScoresHigher(String name) {
    Criterion criterion = Criteria.CATALOGUE.require(name);
    String parameter = name.equals("bn-scale") ? "conv1.bn.weight" : "conv2.weight";
    Group group = groupOf(name.equals("bn-scale") ? Role.SCALES : Role.PRODUCES, parameter);
    Setting louder = SETTING.with(parameter, w -> firstUnitTimes(w, 4, group.units()));
    if (!name.equals("bn-scale")) {
      louder = louder.with("conv2.bias", w -> firstUnitTimes(w, 4, group.units()));
    }
    double before = criterion.scores(group, ALL)[0];
    double after = criterion.scores(group, louder.gather(criterion.needs(), 4))[0];
    assertTrue(after > before, before + " " + after);
  }

  @Test
  void bnScaleSaysWhichGroupsItCannotJudge() {
    Map<String, String> refusals = Criteria.refusals(Criteria.CATALOGUE.require("bn-scale"), ALL);
    assertEquals(List.of("conv2", "conv4", "fc1"), List.copyOf(refusals.keySet()));
  }

  private static float[] firstUnitTimes(float[] weights, float factor, int units) {
    for (int i = 0; i < weights.length / units; i++) {
      weights[i] *= factor;
    }
    return weights;
  }

  private static Group groupOf(Role role, String parameter) {
    for (Group group : SETTING.coupling().prunable()) {
      for (Slot slot : group.parameters(role)) {
        if (slot.axis().value().equals(parameter)) {
          return group;
        }
      }
    }
    throw new AssertionError("no group with " + parameter);
  }
}
