package dev.espalier.report;

import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.report.Svg.Box;
import java.util.List;

/** Single examples side by side, as a person would see them, each with two lines of text. */
final class Cards {
  private static final int BAR = 4;
  private static final int HEIGHT = 48;

  private Cards() {}

  /**
   * @param record number of the example
   * @param what it is, for those who do not see the picture
   * @param shown the input
   * @param answer the first line
   * @param note the second line, smaller
   */
  record Card(int record, String what, Shown shown, String answer, String note) {}

  /** Nothing where there are none. */
  static Markup figure(String id, String caption, List<Card> cards) {
    if (cards.isEmpty()) {
      return Markup.NOTHING;
    }
    boolean texts = cards.stream().anyMatch(c -> c.shown.text() != null);
    Html html = new Html().open("div", "class", texts ? "cases texts" : "cases");
    for (Card card : cards) {
      html.open("div", "class", "case").add(shown(card));
      html.leaf("span", card.answer, "class", "answer");
      html.leaf("span", card.note, "class", "soft").close();
    }
    return Blocks.figure(id, caption, List.of(), html.close().markup());
  }

  private static Markup shown(Card card) {
    Shown shown = card.shown;
    Html html = new Html();
    if (shown.png() != null) {
      String label = "example " + card.record + ", " + card.what;
      html.empty("img", "src", "data:image/png;base64," + shown.png(), "alt", label);
    } else if (shown.text() != null && !shown.text().isEmpty()) {
      html.leaf("blockquote", shown.text());
    } else if (!shown.values().isEmpty()) {
      html.add(bars(card.record, shown.values()));
    } else {
      html.leaf("span", "example " + card.record, "class", "soft");
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
          "number " + i + ": " + NumberText.wholePercent(values.get(i)) + " of the column's range");
    }
    return svg.markup();
  }
}
