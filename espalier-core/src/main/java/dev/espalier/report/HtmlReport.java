package dev.espalier.report;

import dev.espalier.record.RunRecord;
import dev.espalier.record.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A run as one HTML file: a pure function of its record, without scripts and without anything from
 * elsewhere. Names from the model are escaped, and the page forbids itself to run or load anything.
 */
public final class HtmlReport {
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";
  private static final String STYLE = style();

  private HtmlReport() {}

  /**
   * Writes beside the file, then moves over it.
   *
   * @throws UncheckedIOException naming the file, when it cannot be written
   */
  public static void write(RunRecord record, Path file) {
    WholeFile.write(file, html(record));
  }

  /** The page; it is well-formed XML too. */
  public static String html(RunRecord record) {
    List<Section> sections = sections(record);
    Html html = new Html().open("html", "lang", "en");
    head(html, VerdictHeader.title(record) + " · Espalier");
    html.open("body").open("main").add(VerdictHeader.of(record));
    html.open("nav", "aria-label", "Contents");
    sections.forEach(section -> html.leaf("a", section.title(), "href", "#" + section.id()));
    html.close();
    sections.forEach(section -> html.add(section.markup()));
    html.leaf("footer", "Written by Espalier " + record.tool().version() + " from run.json");
    return "<!DOCTYPE html>\n" + html.close().close().close().markup().text();
  }

  private static List<Section> sections(RunRecord record) {
    return Stream.of(
            SizeSection.of(record),
            QualitySection.of(record),
            StepsSection.of(record),
            CutSection.of(record),
            KeptSection.of(record),
            LatencySection.of(record),
            ProofSection.data(record),
            ProofSection.certificate(record),
            ProofSection.origin(record),
            ProofSection.recipe(record))
        .filter(Section::shown)
        .toList();
  }

  private static void head(Html html, String title) {
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title).open("style").add(new Markup(STYLE)).close().close();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      byte[] bytes =
          Objects.requireNonNull(in, "report.css is missing from the jar").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
