package dev.espalier.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The things that tags of tokens mark, read as conlleval and seqeval read them: a span begins with
 * B (or S, U), after O, where the type changes, or after E (L, S, U), and goes on as long as its
 * type does. So I after O begins one too.
 *
 * <p>Source: Ramshaw and Marcus, Text Chunking using Transformation-Based Learning, 1995; Tjong Kim
 * Sang and De Meulder, CoNLL-2003.
 */
final class Spans {
  private static final String OUTSIDE = "O";
  private static final Pattern INSIDE = Pattern.compile("[BIESLU]-.+");

  private Spans() {}

  /**
   * One of them.
   *
   * @param from its first token
   * @param to its last token
   * @param type what it is
   */
  record Span(int from, int to, String type) {}

  /** Whether names of tags mark spans. */
  static boolean marked(List<String> tags) {
    return tags.stream().allMatch(t -> t.equals(OUTSIDE) || INSIDE.matcher(t).matches())
        && tags.stream().anyMatch(t -> !t.equals(OUTSIDE));
  }

  /** Those of a sentence, by the tags of its words in order. */
  static Set<Span> of(List<String> tags) {
    Set<Span> spans = new LinkedHashSet<>();
    int from = -1;
    for (int i = 0; i <= tags.size(); i++) {
      boolean ends = i == tags.size() || tags.get(i).equals(OUTSIDE);
      if (from >= 0 && (ends || begins(tags.get(i - 1), tags.get(i)))) {
        spans.add(new Span(from, i - 1, type(tags.get(from))));
        from = -1;
      }
      from = ends ? -1 : from < 0 ? i : from;
    }
    return spans;
  }

  /** Whether a tag begins a span though the one before it is in one. */
  private static boolean begins(String before, String tag) {
    return "BSU".indexOf(tag.charAt(0)) >= 0
        || "ESLU".indexOf(before.charAt(0)) >= 0
        || !type(before).equals(type(tag));
  }

  private static String type(String tag) {
    return tag.substring(2);
  }
}
