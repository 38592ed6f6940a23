package dev.espalier.criterion;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.coupling.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** All criteria: those here, and those of other jars. */
public final class Criteria {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<Criterion> CATALOGUE =
      Catalogue.open(
          "criterion",
          ServiceLoader.load(Criterion.class),
          new L1(),
          new L2(),
          new BnScale(),
          new GradientNorm(),
          new Taylor(),
          new ActivationNorm(),
          new Apoz(),
          new Noise(),
          new Fluctuation(),
          new AblationRise(),
          new RandomScores());

  private Criteria() {}

  /** {@return names of the criteria that judge single weights} */
  public static List<String> forWeights() {
    return CATALOGUE.members().stream()
        .filter(Criterion::scoresWeights)
        .map(Criterion::name)
        .toList();
  }

  /**
   * {@return scores of all groups that may be cut and that the criterion can judge, by group name}
   *
   * @param criterion how important a unit is
   * @param evidence what the criterion asks for
   */
  public static Map<String, double[]> scores(Criterion criterion, Evidence evidence) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    for (Group group : evidence.coupling().prunable()) {
      if (criterion.refusal(group, evidence).isEmpty()) {
        scores.put(group.name(), criterion.scores(group, evidence));
      }
    }
    return scores;
  }

  /**
   * {@return why the criterion cannot judge some of the groups that may be cut, by group name}
   *
   * @param criterion how important a unit is
   * @param evidence what the criterion asks for
   */
  public static Map<String, String> refusals(Criterion criterion, Evidence evidence) {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (Group group : evidence.coupling().prunable()) {
      criterion.refusal(group, evidence).ifPresent(reason -> refusals.put(group.name(), reason));
    }
    return refusals;
  }
}
