package dev.espalier.dynamic;

import dev.espalier.judge.Portrait;
import dev.espalier.record.DynamicRecord.Case;
import dev.espalier.task.Predictions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the final examples look like of which the first stage is surest, and least sure. */
final class EasyAndHard {
  private static final int MOST = 12;

  private final UnseenParts parts;
  private final EffortCurve curve;
  private final Predictions first;
  private final Predictions answers;
  private final int[] routes;
  private final Wording wording;

  /**
   * @param first what the first stage says of each final example
   */
  EasyAndHard(UnseenParts parts, EffortCurve curve, Predictions first) {
    this.parts = parts;
    this.curve = curve;
    this.first = first;
    this.answers = curve.byHand();
    this.routes = curve.routes();
    this.wording = new Wording(parts.task(), parts.roles());
  }

  /** Answered by the first stage, the surest first. */
  List<Case> easy() {
    return shown(0, Comparator.comparingDouble(i -> -curve.score(i, 0)));
  }

  /** Answered by the last stage, those of which the first is least sure first. */
  List<Case> hard() {
    return shown(curve.lastStage(), Comparator.comparingDouble(i -> curve.score(i, 0)));
  }

  private List<Case> shown(int stage, Comparator<Integer> order) {
    Portrait portrait = Portrait.of(parts.last());
    return IntStream.range(0, routes.length)
        .filter(i -> routes[i] == stage)
        .boxed()
        .sorted(order)
        .limit(MOST)
        .map(
            i ->
                new Case(
                    i,
                    wording.label(answers.labels(), i, routes.length),
                    said(first, i),
                    said(answers, i),
                    portrait.of(parts.last(), i)))
        .toList();
  }

  private String said(Predictions by, int record) {
    int from = record * by.columns();
    return wording.answer(Arrays.copyOfRange(by.outputs(), from, from + by.columns()));
  }
}
