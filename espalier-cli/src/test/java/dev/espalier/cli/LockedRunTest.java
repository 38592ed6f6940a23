package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes in one folder: the second is refused, and goes on once the first was killed. */
@Tag("slow")
class LockedRunTest {
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @TempDir Path folder;

  @Test
  void oneProcessAtATime() throws IOException, InterruptedException {
    Digits.copy(folder);
    Path out = folder.resolve("run");
    List<String> words =
        List.of(
            "prune",
            folder.resolve("digits.onnx").toString(),
            "--data",
            folder.resolve("digits.yaml").toString(),
            "--target",
            "macs=0.6",
            "--set",
            "tune.epochs=3",
            "--set",
            "cut.round=8",
            "--set",
            "latency.runs=10",
            "--out",
            out.toString());
    Process first = Child.start(folder, "first.log", List.of(), words, e -> {});
    try {
      Path lock = out.resolve(".lock");
      long until = System.nanoTime() + PATIENCE_NANOS;
      while (first.isAlive() && System.nanoTime() < until && empty(lock)) {
        Thread.sleep(5);
      }
      assertTrue(first.isAlive(), Files.readString(folder.resolve("first.log")));
      Cli second = resumed(words);
      assertTrue(first.isAlive(), "the first ended before the second was refused");
      assertEquals(ExitCode.BAD_INPUT, second.code(), second.out());
      assertTrue(second.err().contains("another run is at work in " + out), second.err());
      assertTrue(second.err().contains("(process " + first.pid() + " on "), second.err());
    } finally {
      first.destroyForcibly().waitFor();
    }
    Cli third = resumed(words);
    assertEquals(ExitCode.DONE, third.code(), third.err());
  }

  private static boolean empty(Path lock) throws IOException {
    return !Files.exists(lock) || Files.size(lock) == 0;
  }

  private static Cli resumed(List<String> words) {
    List<Object> all = new ArrayList<>(words);
    all.add("--resume");
    return Cli.run(all.toArray());
  }
}
