package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class InterruptionTest {
  @TempDir Path folder;

  private String begun() throws IOException {
    return Files.createDirectories(folder.resolve("run/work")).getParent().toString();
  }

  @Test
  void theCommandCanBeTypedAsItIs() throws IOException {
    String run = begun();
    assertEquals(
        "espalier: interrupted; to go on from here (--resume): espalier prune 'my model.onnx'"
            + " --exclude 'it'\\''s*' --out "
            + run
            + " --resume",
        Interruption.line(
            List.of("prune", "my model.onnx", "--exclude", "it's*", "--out", run), true));
  }

  @Test
  void resumeIsNotSaidTwice() throws IOException {
    String run = begun();
    assertEquals(
        "espalier: interrupted; to go on from here (--resume): espalier tune m.onnx --resume"
            + " --out="
            + run,
        Interruption.line(List.of("tune", "m.onnx", "--resume", "--out=" + run), true));
  }

  @Test
  void whatCannotBeResumedIsNotSaidToBe() {
    String early = folder.resolve("not-yet").toString();
    assertEquals(
        "espalier: interrupted; nothing was written",
        Interruption.line(List.of("prune", "m.onnx", "--out", early), true));
    String plain = "espalier: interrupted; nothing was written";
    assertEquals(plain, Interruption.line(List.of("inspect", "m.onnx"), false));
    assertEquals(plain, Interruption.line(List.of("prune", "m.onnx", "--dry-run"), true));
  }

  @Test
  void workEndsWhereItTellsOfItself() {
    Progress progress = Interruption.heeding(Progress.NONE);
    progress.at("search", 1, 2);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> progress.at("search", 2, 2));
    assertTrue(Thread.interrupted(), "it stays interrupted");
  }

  @Test
  void linesAreTheRuleWithoutATerminal() {
    assertEquals(Console.Watcher.LOG, Console.Watcher.of("", false));
    assertEquals(Console.Watcher.TERMINAL, Console.Watcher.of("", true));
    assertEquals(Console.Watcher.LOG, Console.Watcher.of("log", true));
    assertEquals(Console.Watcher.NOBODY, Console.Watcher.of("none", true));
  }
}
