package dev.espalier.report;

import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.record.MovedRecord;
import dev.espalier.record.MovedRecord.Moved;
import dev.espalier.record.RunBehaviour;
import dev.espalier.report.Cards.Card;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The pairs or texts whose embeddings or tags changed most, as a person would see them. */
final class MovedSection {
  private MovedSection() {}

  static Section of(RunBehaviour behaviour) {
    MovedRecord moved = behaviour.moved();
    if (moved == null || moved.most().isEmpty()) {
      return Section.of("moved", "Which answers moved", List.of());
    }
    String caption =
        moved.pairs()
            ? "Pairs whose cosine changed most, of all final examples"
            : moved.embeddings()
                ? "Examples whose vector turned furthest from the original's"
                : "Examples whose " + moved.measure() + " changed most, of all final examples";
    return Section.of(
        "moved",
        moved.embeddings() ? "Which embeddings moved" : "Which answers moved",
        List.of(
            Cards.figure(
                "moved-most", caption, moved.most().stream().map(m -> card(m, moved)).toList())));
  }

  private static Card card(Moved moved, MovedRecord all) {
    String texts =
        moved.shown().stream()
            .map(Shown::text)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" — "));
    Shown first = moved.shown().get(0);
    Shown shown = texts.isEmpty() ? first : new Shown(null, texts, List.of());
    String figures =
        all.pairs() || !all.embeddings()
            ? String.format(
                Locale.ROOT, "%s %.3f → %.3f", all.measure(), moved.before(), moved.after())
            : String.format(Locale.ROOT, "cosine to the original %.3f", moved.after());
    String score =
        moved.score() == null
            ? "example " + moved.record()
            : String.format(Locale.ROOT, "score in the data: %.4g", moved.score());
    return new Card(moved.record(), all.pairs() ? "a pair" : "an example", shown, figures, score);
  }
}
