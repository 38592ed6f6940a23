package dev.espalier.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * Sections that tell one part of the story.
 *
 * @param title empty where sections stand alone
 * @param lead one sentence on what the reader will find; may be empty
 * @param sections those that have something to show
 */
record Chapter(String title, String lead, List<Section> sections) {
  static Chapter of(String title, String lead, Stream<Section> sections) {
    return new Chapter(title, lead, sections.filter(Section::shown).toList());
  }

  boolean shown() {
    return !sections.isEmpty();
  }

  /** To link to. */
  private String id(int number) {
    return "chapter-" + number;
  }

  /** Links of the contents: to the chapter, or to sections that stand alone. */
  Markup links(int number) {
    Html html = new Html();
    if (title.isEmpty()) {
      sections.forEach(section -> html.leaf("a", section.title(), "href", "#" + section.id()));
    } else {
      html.leaf("a", title, "href", "#" + id(number));
    }
    return html.markup();
  }

  Markup markup(int number) {
    Html html = new Html();
    if (title.isEmpty()) {
      sections.forEach(section -> html.add(section.markup("h2")));
      return html.markup();
    }
    html.open("div", "class", "chapter", "id", id(number));
    html.leaf("h2", title);
    html.add(Blocks.paragraph(lead));
    if (sections.size() > 1) {
      html.open("p", "class", "inside");
      sections.forEach(section -> html.leaf("a", section.title(), "href", "#" + section.id()));
      html.close();
    }
    sections.forEach(section -> html.add(section.markup("h3")));
    return html.close().markup();
  }
}
