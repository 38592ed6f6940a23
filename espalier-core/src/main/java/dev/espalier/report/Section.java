package dev.espalier.report;

import java.util.List;

/**
 * A part of the page under a heading of its own.
 *
 * @param id to link to
 * @param title heading
 * @param body nothing where the record has nothing to show; then the section is left out
 */
record Section(String id, String title, Markup body) {
  static Section of(String id, String title, List<Markup> parts) {
    StringBuilder body = new StringBuilder();
    parts.forEach(part -> body.append(part.text()));
    return new Section(id, title, new Markup(body.toString()));
  }

  boolean shown() {
    return !body.text().isEmpty();
  }

  /**
   * @param heading tag of its title
   */
  Markup markup(String heading) {
    return new Html()
        .open("section", "id", id, "aria-labelledby", id + "-title")
        .leaf(heading, title, "id", id + "-title")
        .add(body)
        .close()
        .markup();
  }
}
