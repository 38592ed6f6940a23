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

/** The pairs or texts whose embeddings changed most, as a person would see them. */
final class MovedSection {
  private MovedSection() {}

  static Section of(RunBehaviour behaviour) {
    MovedRecord moved = behaviour.moved();
    if (moved == null || moved.most().isEmpty()) {
      return Section.of("moved", "Which embeddings moved", List.of());
    }
    String caption =
        moved.pairs()
            ? "Pairs whose cosine changed most, of all final examples"
            : "Examples whose vector turned furthest from the original's";
    return Section.of(
        "moved",
        "Which embeddings moved",
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
    String cosine =
        all.pairs()
            ? String.format(Locale.ROOT, "cosine %.3f → %.3f", moved.before(), moved.after())
            : String.format(Locale.ROOT, "cosine to the original %.3f", moved.after());
    String score =
        moved.score() == null
            ? "example " + moved.record()
            : String.format(Locale.ROOT, "score in the data: %.4g", moved.score());
    return new Card(moved.record(), all.pairs() ? "a pair" : "an example", shown, cosine, score);
  }
}
