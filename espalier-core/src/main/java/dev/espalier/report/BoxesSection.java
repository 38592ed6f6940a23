package dev.espalier.report;

import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.record.BoxesRecord;
import dev.espalier.record.RunBehaviour;
import dev.espalier.report.Cards.Card;
import java.util.List;

/** Boxes before and after on the examples where they differ most. */
final class BoxesSection {
  private BoxesSection() {}

  static Section of(RunBehaviour behaviour) {
    List<Card> cards = behaviour.boxes().stream().map(BoxesSection::card).toList();
    return Section.of(
        "boxes",
        "Boxes before and after",
        List.of(
            Cards.figure(
                "boxes-examples",
                "Where they differ most: the original's boxes dashed, the result's in one line"
                    + " (score at least 0.25)",
                cards)));
  }

  private static Card card(BoxesRecord boxes) {
    return new Card(
        boxes.record(),
        boxes.before() + " boxes before and " + boxes.after() + " after",
        new Shown(boxes.png(), null, List.of()),
        boxes.before() + " → " + boxes.after() + " boxes",
        "the same: " + NumberText.wholePercent(boxes.same()));
  }
}
