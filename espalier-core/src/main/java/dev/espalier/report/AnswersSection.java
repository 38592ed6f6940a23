package dev.espalier.report;

import dev.espalier.record.AnswersRecord;
import dev.espalier.record.AnswersRecord.Example;
import dev.espalier.record.RunRecord;
import dev.espalier.report.Cards.Card;
import java.util.ArrayList;
import java.util.List;

/** Which answers changed: class by class, and the clearest cases as a person would see them. */
final class AnswersSection {
  private AnswersSection() {}

  static Section of(RunRecord record) {
    AnswersRecord answers = record.behaviour().answers();
    List<Markup> parts = new ArrayList<>();
    if (answers != null) {
      String of =
          record.outcome().drop() == null
              ? ""
              : " Of " + NumberText.count(record.outcome().drop().records()) + ":";
      parts.add(
          Blocks.paragraph(
              (of + " " + ReportTexts.many(answers.broken(), "answer")).trim()
                  + " that "
                  + (answers.broken() == 1 ? "was" : "were")
                  + " right "
                  + (answers.broken() == 1 ? "is" : "are")
                  + " wrong now, "
                  + NumberText.count(answers.mended())
                  + " that "
                  + (answers.mended() == 1 ? "was" : "were")
                  + " wrong "
                  + (answers.mended() == 1 ? "is" : "are")
                  + " right."));
      parts.add(pairs(answers));
      parts.add(examples("broken", "From right to wrong, the clearest", answers.brokenExamples()));
      parts.add(examples("mended", "From wrong to right, the clearest", answers.mendedExamples()));
    }
    return Section.of("answers", "Which answers changed", parts);
  }

  private static Markup pairs(AnswersRecord answers) {
    HtmlTable table =
        new HtmlTable("From right to wrong, by class")
            .words("was and should be", "is now")
            .numbers("examples", "of those that went wrong");
    for (AnswersRecord.Pair pair : answers.pairs()) {
      table.row(
          pair.label(),
          pair.answer(),
          NumberText.count(pair.records()),
          NumberText.percent((double) pair.records() / answers.broken()));
    }
    return table.markup();
  }

  private static Markup examples(String id, String caption, List<Example> examples) {
    List<Card> cards =
        examples.stream()
            .map(
                e ->
                    new Card(
                        e.record(),
                        e.label(),
                        e.shown(),
                        e.before() + " → " + e.after(),
                        "chance of “%s”: %s → %s"
                            .formatted(
                                e.label(),
                                NumberText.wholePercent(e.chanceBefore()),
                                NumberText.wholePercent(e.chanceAfter()))))
            .toList();
    return Cards.figure("answers-" + id, caption, cards);
  }
}
