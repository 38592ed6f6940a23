package dev.espalier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.SampleRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Opens a report in a real browser, where one is installed. */
@Tag("slow")
class BrowserTest {
  private static final int SECONDS = 60;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  @Test
  void aBrowserShowsTheWholePageWithoutComplaint() throws Exception {
    String script = "<script>document.title = 'taken over'</script>";
    RunRecord record =
        RunRecord.builder()
            .warning(script)
            .structure(
                SampleRun.grouped(
                    new GroupRecord(script, 2, 1, List.of(0), List.of(), true, "", null)))
            .build();
    assertTrue(open(record).contains("<title>A pruning run · Espalier</title>"));
    String page = open(SampleRun.done());
    assertEquals(15, count(page, "<section "));
    assertEquals(count(HtmlReport.html(SampleRun.done()), "<svg "), count(page, "<svg "));
    String log = Files.readString(folder.resolve("log"));
    assertFalse(log.contains("CONSOLE"), log);
  }

  /** The document as the browser has it. */
  private String open(RunRecord record) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no chromium or google-chrome on the PATH");
    Path page = folder.resolve("report.html");
    HtmlReport.write(record, page);
    Path profile = Files.createTempDirectory(folder, "profile");
    Process process =
        new ProcessBuilder(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(folder.resolve("dom").toFile())
            .redirectError(folder.resolve("log").toFile())
            .start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assumeTrue(ended && process.exitValue() == 0, "the browser does not start here");
    return Files.readString(folder.resolve("dom"));
  }

  private static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(at -> Path.of(at, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
