package dev.espalier.cli;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** What a process does, and says, that is told to stop (Ctrl-C, SIGTERM). */
final class Interruption {
  private static volatile boolean asked;

  private Interruption() {}

  /** Ends {@code worker} at the next place where that is safe. */
  static void stop(Thread worker) {
    asked = true;
    worker.interrupt();
  }

  /** Whether the process was told to stop: whatever then goes wrong follows from that. */
  static boolean asked() {
    return asked;
  }

  /** The same progress, which ends the work of an interrupted thread. */
  static Progress heeding(Progress progress) {
    return new Progress() {
      @Override
      public void at(String stage, long done, long total) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted");
        }
        progress.at(stage, done, total);
      }

      @Override
      public void trial(TrialNews news) {
        progress.trial(news);
      }

      @Override
      public void warned(String warning) {
        progress.warned(warning);
      }
    };
  }

  /**
   * The one line that the user reads.
   *
   * @param arguments as they were typed
   * @param resumable whether the command takes {@code --resume}
   */
  static String line(List<String> arguments, boolean resumable) {
    if (!resumable || !hasFolder(arguments)) {
      return "espalier: interrupted; nothing was written";
    }
    List<String> words =
        new ArrayList<>(List.of(System.getProperty("espalier.program", "espalier")));
    words.addAll(arguments);
    if (!arguments.contains("--resume")) {
      words.add("--resume");
    }
    return "espalier: interrupted; to go on from here (--resume): "
        + words.stream().map(Interruption::quoted).collect(Collectors.joining(" "));
  }

  private static boolean hasFolder(List<String> arguments) {
    return arguments.stream().anyMatch(a -> a.equals("--out") || a.startsWith("--out="));
  }

  /** As a POSIX shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./~^-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
