package dev.espalier.cli;

import dev.espalier.job.ResumeCommand;
import dev.espalier.job.RunFolder;
import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

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
    boolean begun = resumable && folder(arguments).filter(RunFolder::interrupted).isPresent();
    return begun
        ? "espalier: interrupted; to go on from here (--resume): " + ResumeCommand.of(arguments)
        : "espalier: interrupted; nothing was written";
  }

  /** The folder of the results, if one is named. */
  private static Optional<RunFolder> folder(List<String> arguments) {
    String out = "";
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith("--out=")) {
        out = arguments.get(i).substring("--out=".length());
      } else if (arguments.get(i).equals("--out") && i + 1 < arguments.size()) {
        out = arguments.get(i + 1);
      }
    }
    return out.isEmpty() ? Optional.empty() : Optional.of(new RunFolder(Path.of(out)));
  }
}
