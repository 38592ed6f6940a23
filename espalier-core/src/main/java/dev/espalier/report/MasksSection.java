package dev.espalier.report;

import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.record.MasksRecord;
import dev.espalier.record.RunBehaviour;
import dev.espalier.report.Cards.Card;
import java.util.List;

/** Masks before and after on the examples where they differ most. */
final class MasksSection {
  private MasksSection() {}

  static Section of(RunBehaviour behaviour) {
    List<Card> cards = behaviour.masks().stream().map(MasksSection::card).toList();
    return Section.of(
        "masks",
        "Masks before and after",
        List.of(
            Cards.figure(
                "masks-examples",
                "Where they differ most: the picture, its mask in the data (if there is one), the"
                    + " original's and the result's",
                cards)));
  }

  private static Card card(MasksRecord masks) {
    String change =
        "IoU " + NumberText.percent(masks.before()) + " → " + NumberText.percent(masks.after());
    return new Card(
        masks.record(),
        "masks before and after beside each other",
        new Shown(masks.png(), null, List.of()),
        change,
        "the same: " + NumberText.wholePercent(masks.same()));
  }
}
