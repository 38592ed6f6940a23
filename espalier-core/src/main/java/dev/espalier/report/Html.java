package dev.espalier.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Builds markup whose tags are closed in order and whose texts are escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> tags = new ArrayDeque<>();

  /**
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    tags.push(tag);
    return this;
  }

  Html close() {
    out.append("</").append(tags.pop()).append(">\n");
    return this;
  }

  Html text(String text) {
    out.append(Markup.escaped(text));
    return this;
  }

  /** An element that holds only a text. */
  Html leaf(String tag, String text, String... attributes) {
    start(tag, attributes).append('>').append(Markup.escaped(text));
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element without content. */
  Html empty(String tag, String... attributes) {
    start(tag, attributes).append(" />\n");
    return this;
  }

  Html add(Markup markup) {
    out.append(markup.text());
    return this;
  }

  Markup markup() {
    if (!tags.isEmpty()) {
      throw new IllegalStateException("not closed: " + tags);
    }
    return new Markup(out.toString());
  }

  private StringBuilder start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(Markup.escaped(attributes[i + 1])).append('"');
    }
    return out;
  }
}
