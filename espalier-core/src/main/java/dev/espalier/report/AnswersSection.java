package dev.espalier.report;

import dev.espalier.record.AnswersRecord;
import dev.espalier.record.AnswersRecord.Example;
import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.record.RunRecord;
import dev.espalier.report.Svg.Box;
import java.util.ArrayList;
import java.util.List;

/** Which answers changed: class by class, and the clearest cases as a person would see them. */
final class AnswersSection {
  private static final int BAR = 4;
  private static final int HEIGHT = 48;

  private AnswersSection() {}

  static Section of(RunRecord record) {
    AnswersRecord answers = record.answers();
    List<Markup> parts = new ArrayList<>();
    if (answers != null) {
      String of =
          record.drop() == null ? "" : " Of " + Numbers.count(record.drop().records()) + ":";
      parts.add(
          Blocks.paragraph(
              (of + " " + Texts.many(answers.broken(), "answer")).trim()
                  + " that "
                  + (answers.broken() == 1 ? "was" : "were")
                  + " right "
                  + (answers.broken() == 1 ? "is" : "are")
                  + " wrong now, "
                  + Numbers.count(answers.mended())
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
    Table table =
        new Table("From right to wrong, by class")
            .words("was and should be", "is now")
            .numbers("examples", "of those that went wrong");
    for (AnswersRecord.Pair pair : answers.pairs()) {
      table.row(
          pair.label(),
          pair.answer(),
          Numbers.count(pair.records()),
          Numbers.percent((double) pair.records() / answers.broken()));
    }
    return table.markup();
  }

  private static Markup examples(String id, String caption, List<Example> examples) {
    if (examples.isEmpty()) {
      return Markup.NOTHING;
    }
    boolean texts = examples.stream().anyMatch(e -> e.shown().text() != null);
    Html html = new Html().open("div", "class", texts ? "cases texts" : "cases");
    for (Example example : examples) {
      html.open("div", "class", "case").add(shown(example));
      html.leaf("span", example.before() + " → " + example.after(), "class", "answer");
      String chance =
          "chance of “%s”: %s → %s"
              .formatted(
                  example.label(),
                  Numbers.wholePercent(example.chanceBefore()),
                  Numbers.wholePercent(example.chanceAfter()));
      html.leaf("span", chance, "class", "soft").close();
    }
    return Blocks.figure("answers-" + id, caption, List.of(), html.close().markup());
  }

  private static Markup shown(Example example) {
    Shown shown = example.shown();
    Html html = new Html();
    if (shown.png() != null) {
      String label = "example " + example.record() + ", " + example.label();
      html.empty("img", "src", "data:image/png;base64," + shown.png(), "alt", label);
    } else if (shown.text() != null && !shown.text().isEmpty()) {
      html.leaf("blockquote", shown.text());
    } else if (!shown.values().isEmpty()) {
      html.add(bars(example.record(), shown.values()));
    } else {
      html.leaf("span", "example " + example.record(), "class", "soft");
    }
    return html.markup();
  }

  private static Markup bars(int record, List<Double> values) {
    int width = Math.max(96, values.size() * BAR);
    double step = (double) width / values.size();
    Svg svg = new Svg(width, HEIGHT, "Numbers of example " + record);
    for (int i = 0; i < values.size(); i++) {
      double high = Math.max(1, values.get(i) * (HEIGHT - 2));
      svg.box(
          new Box(i * step, HEIGHT - high, Math.max(1, step - 1), high),
          "after",
          "number " + i + ": " + Numbers.wholePercent(values.get(i)) + " of the column's range");
    }
    return svg.markup();
  }
}
