package dev.espalier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The frame of a page: style, contents, chapters; it forbids itself to run or load anything. */
final class Page {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  private static final String STYLE = style();

  private Page() {}

  static String html(String title, Markup header, List<Chapter> chapters, String footer) {
    Html html = new Html().open("html", "lang", "en");
    head(html, title + " · Espalier");
    html.open("body").open("main").add(header);
    html.open("nav", "aria-label", "Contents");
    for (int i = 0; i < chapters.size(); i++) {
      html.add(chapters.get(i).links(i + 1));
    }
    html.close();
    for (int i = 0; i < chapters.size(); i++) {
      html.add(chapters.get(i).markup(i + 1));
    }
    html.leaf("footer", footer);
    return "<!DOCTYPE html>\n" + html.close().close().close().markup().text();
  }

  private static void head(Html html, String title) {
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title).open("style").add(new Markup(STYLE)).close().close();
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      byte[] bytes =
          Objects.requireNonNull(in, "report.css is missing from the jar").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
