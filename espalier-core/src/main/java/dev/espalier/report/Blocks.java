package dev.espalier.report;

import java.util.List;

/** The small pieces that sections are made of. */
final class Blocks {
  private Blocks() {}

  /** One entry of a figure's legend; the style is the class of the marks. */
  record Key(String style, String text) {}

  /**
   * @param id of its own on the page
   */
  static Markup figure(String id, String caption, List<Key> legend, Markup drawing) {
    Html html = new Html().open("figure", "id", "figure-" + id);
    html.open("figcaption").leaf("span", caption, "class", "caption");
    for (Key key : legend) {
      html.open("span", "class", "key").leaf("i", "", "class", "swatch " + key.style);
      html.text(key.text).close();
    }
    html.close();
    return html.open("div", "class", "drawing").add(drawing).close().close().markup();
  }

  static Markup heading(String text) {
    return new Html().leaf("h3", text).markup();
  }

  static Markup paragraph(String text) {
    return text.isEmpty() ? Markup.NOTHING : new Html().leaf("p", text).markup();
  }

  static Markup note(String text) {
    return new Html().leaf("p", text, "class", "note").markup();
  }

  static Markup code(String text) {
    return new Html().open("pre").leaf("code", text).close().markup();
  }

  static Markup items(List<String> texts, String style) {
    if (texts.isEmpty()) {
      return Markup.NOTHING;
    }
    Html html = new Html().open("ul", "class", style);
    texts.forEach(text -> html.leaf("li", text));
    return html.close().markup();
  }

  /** A number with what it means below. */
  static Markup tile(String style, List<String> lines) {
    return new Html()
        .open("div", "class", "tile " + style)
        .leaf("span", lines.get(0), "class", "name")
        .leaf("strong", lines.get(1))
        .leaf("span", lines.get(2), "class", "soft")
        .close()
        .markup();
  }
}
