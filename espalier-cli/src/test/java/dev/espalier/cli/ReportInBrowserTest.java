package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.files.Json;
import dev.espalier.record.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Opens the pages of real small runs as a reader would, on a screen and on a telephone. */
@Tag("slow")
class ReportInBrowserTest {
  private static final int SCREEN = 1280;
  private static final int TELEPHONE = 480;

  /** What can be wrong with a page, and the sizes of its figures. */
  private static final String LOOK =
      """
      (() => {
        const box = e => e.getBoundingClientRect();
        const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        const texts = [...document.querySelectorAll('svg')].map(
          svg => [svg, [...svg.querySelectorAll('text')].map(t => [t.textContent, box(t)])]);
        const beyond = (a, b) =>
          a.left < b.left - 3 || a.right > b.right + 3 || a.top < b.top - 3 || a.bottom > b.bottom + 3;
        const meet = (a, b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
        return {
          figures: [...document.querySelectorAll('figure')].map(f => {
            const drawn = [...f.querySelectorAll('svg, img, blockquote')].map(box);
            return {id: f.id, empty: drawn.length == 0 || drawn.some(b => b.width < 20 || b.height < 4)};
          }),
          twice: ids.filter((id, i) => ids.indexOf(id) != i),
          dangling: [...document.querySelectorAll('a')]
            .map(a => a.getAttribute('href').slice(1)).filter(id => !ids.includes(id)),
          broken: [...document.images].filter(i => i.naturalWidth == 0).length,
          wider: document.documentElement.scrollWidth - window.innerWidth,
          cut: texts.flatMap(([svg, all]) =>
            all.filter(([, b]) => beyond(b, box(svg))).map(([t]) => svg.ariaLabel + ': ' + t)),
          overlaps: texts.flatMap(([svg, all]) => all.flatMap(([t, a], i) =>
            all.slice(i + 1).filter(([, b]) => meet(a, b)).map(([u]) => svg.ariaLabel + ': ' + t + ' / ' + u)))
        };
      })()
      """;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  @Test
  void everyFigureIsSeenAndNothingIsCutOrCoversAnother() throws IOException {
    Optional<Path> program = Chromium.installed();
    assumeTrue(
        program.isPresent(), "no chromium on the PATH or in $CHROMIUM: reports are not looked at");
    Path searched = run("searched", "search.policy=tpe", "search.trials=8", "search.examples=200");
    Path plain = run("plain", "study=none");
    Cli compared = Cli.run("report", "--compare", searched, plain);
    assertEquals(ExitCode.DONE, compared.code(), compared.err());
    Path dynamic = dynamic(plain);

    try (Chromium browser = Chromium.start(program.get(), folder.resolve("profile"))) {
      for (int width : new int[] {SCREEN, TELEPHONE}) {
        assertEquals(figures(searched), look(browser, searched.resolve("report.html"), width));
        assertEquals(figures(plain), look(browser, plain.resolve("report.html"), width));
        assertEquals(List.of(), look(browser, plain.resolve("compare.html"), width));
        List<String> drawn = look(browser, dynamic.resolve("report.html"), width);
        assertTrue(
            drawn.containsAll(
                List.of("figure-effort", "figure-cases-easy", "figure-disturbed-noise")),
            drawn.toString());
      }
      assertEquals(List.of(), browser.complaints());
    }
    assertTrue(Files.size(searched.resolve("report.html")) < 1_500_000, "small enough to send");
  }

  /** Ids of the figures, after nothing was found wrong. */
  private static List<String> look(Chromium browser, Path page, int width) throws IOException {
    browser.open(page, width);
    JsonNode seen = browser.evaluate(LOOK);
    String where = page + " at " + width + " pixels: ";
    for (String wrong : List.of("twice", "dangling", "cut", "overlaps")) {
      assertEquals("[]", seen.get(wrong).toString(), where + wrong);
    }
    assertEquals(0, seen.get("broken").asInt(), where + "pictures that do not load");
    assertTrue(seen.get("wider").asInt() <= 0, where + "wider than the window");
    var picture = ImageIO.read(new ByteArrayInputStream(browser.screenshot()));
    assertEquals(width, picture.getWidth(), where);
    assertTrue(picture.getHeight() > 400, where + "hardly anything on it");
    List<String> ids = new ArrayList<>();
    for (JsonNode figure : seen.get("figures")) {
      assertTrue(!figure.get("empty").asBoolean(), where + figure + " shows nothing");
      ids.add(figure.get("id").asString());
    }
    return ids;
  }

  /** What the record should give, in the order of the story. */
  private static List<String> figures(Path run) {
    RunRecord record = Json.read(run.resolve("run.json"), RunRecord.class);
    List<String> ids = new ArrayList<>(changed(record));
    var study = record.setup().study();
    if (study != null) {
      for (int i = 1; i <= study.data().importance().size(); i++) {
        ids.add("importance-" + i);
      }
      ids.addAll(List.of("sensitivity", "staircases-study"));
      assertTrue(!study.network().widthCosts().isEmpty(), "time over width is part of a study");
    }
    record.course().searches().forEach(search -> ids.add("search-" + search.step()));
    ids.addAll(List.of("steps", "tuned", "training", "validation", "widths", "saved", "scores"));
    ids.addAll(List.of("robustness-1", "robustness-2", "robustness-3", "calibration-bins"));
    return ids.stream().map(id -> "figure-" + id).toList();
  }

  /** What it came to stands first. */
  private static List<String> changed(RunRecord record) {
    List<String> ids =
        new ArrayList<>(List.of("sizes", "speedups", "operators", "drop", "classes"));
    var answers = Objects.requireNonNull(record.behaviour().answers());
    if (!answers.brokenExamples().isEmpty()) {
      ids.add("answers-broken");
    }
    if (!answers.mendedExamples().isEmpty()) {
      ids.add("answers-mended");
    }
    return ids;
  }

  /** A run's result joined with the digits' own model. */
  private Path dynamic(Path run) {
    Path out = folder.resolve("dynamic");
    List<Object> words = new ArrayList<>(List.of("dynamic", "--from", run.resolve("model.onnx")));
    words.addAll(List.of(folder.resolve("digits.onnx"), "--data", folder.resolve("digits.yaml")));
    words.addAll(List.of("--max-drop", "0.05", "--set", "dynamic.alone=none"));
    words.addAll(List.of("--set", "latency.runs=20", "--out", out));
    Cli joined = Cli.run(words.toArray());
    assertEquals(ExitCode.DONE, joined.code(), joined.err());
    return out;
  }

  private Path run(String name, String... settings) throws IOException {
    for (String file : new String[] {"digits.onnx", "digits.yaml", "digits.csv.gz"}) {
      if (!Files.exists(folder.resolve(file))) {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/digits/" + file)) {
          Files.copy(Objects.requireNonNull(in), folder.resolve(file));
        }
      }
    }
    List<Object> words = new ArrayList<>(List.of("prune", folder.resolve("digits.onnx")));
    words.addAll(List.of("--data", folder.resolve("digits.yaml"), "--target", "macs=0.4"));
    words.addAll(List.of("--set", "tune.epochs=2", "--set", "tune.threads=1"));
    words.addAll(List.of("--set", "latency.runs=20"));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    words.addAll(List.of("--out", folder.resolve(name)));
    Cli run = Cli.run(words.toArray());
    assertEquals(ExitCode.DONE, run.code(), run.err());
    return folder.resolve(name);
  }
}
