package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.task.Spans.Span;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans as seqeval's get_entities finds them. */
class SpansTest {
  @ParameterizedTest
  @CsvSource({
    "B-PER I-PER O B-LOC, 0-1 PER;3-3 LOC",
    "I-PER I-PER O, 0-1 PER",
    "B-PER B-PER I-PER, 0-0 PER;1-2 PER",
    "B-PER I-LOC, 0-0 PER;1-1 LOC",
    "S-PER I-PER E-PER, 0-0 PER;1-2 PER",
    "B-PER E-PER E-PER, 0-1 PER;2-2 PER",
    "B-first-name I-first-name, 0-1 first-name",
    "O O, ''"
  })
  void beginWhereTypeOrLetterSaysSo(String tags, String spans) {
    String found =
        String.join(
            ";",
            Spans.of(List.of(tags.split(" "))).stream()
                .map(s -> s.from() + "-" + s.to() + " " + s.type())
                .toList());
    assertEquals(spans, found);
  }

  @Test
  void equalSpansAreOne() {
    assertEquals(Set.of(new Span(0, 0, "X")), Spans.of(List.of("B-X")));
  }

  @Test
  void namesOfTagsTellWhetherTheyMarkSpans() {
    assertEquals(true, Spans.marked(List.of("O", "B-PER", "I-PER")));
    assertEquals(false, Spans.marked(List.of("O", "NOUN", "VERB")));
    assertEquals(false, Spans.marked(List.of("O")));
  }
}
