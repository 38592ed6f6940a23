package dev.espalier.cli;

import dev.espalier.files.Json;
import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a command writes.
 *
 * @param out results alone
 * @param err everything else
 * @param watcher who follows {@code err}
 * @param warned of what a warning was printed
 */
record Console(PrintWriter out, PrintWriter err, Watcher watcher, Set<String> warned) {
  private static final long TICK_MILLIS = 5_000;

  Console(PrintWriter out, PrintWriter err, Watcher watcher) {
    this(out, err, watcher, ConcurrentHashMap.newKeySet());
  }

  /** Who follows standard error while work goes on, and so how progress is shown. */
  enum Watcher {
    /** A person at a terminal: a bar that redraws itself. */
    TERMINAL,
    /** Somebody who reads a log file: plain lines. */
    LOG,
    /** Nobody. */
    NOBODY;

    /**
     * The launcher knows whether standard error is a terminal, the JVM does not; {@code
     * ESPALIER_PROGRESS} asks for lines ({@code log}) or silence ({@code none}) whatever it is.
     */
    static Watcher ofProcess() {
      return of(
          System.getenv().getOrDefault("ESPALIER_PROGRESS", ""),
          Boolean.getBoolean("espalier.terminal"));
    }

    static Watcher of(String wanted, boolean terminal) {
      return wanted.equals("none") ? NOBODY : terminal && !wanted.equals("log") ? TERMINAL : LOG;
    }
  }

  /** Prints the one JSON document of a command. */
  void json(Object document) {
    out.print(Json.text(document));
    out.flush();
  }

  /** A line about what goes on, beside the results. */
  void note(String line) {
    err.println(line);
  }

  /** Prints those of the warnings that were not printed when they arose. */
  void warn(List<String> warnings) {
    warnings.stream()
        .filter(warned::add)
        .forEach(
            warning -> {
              clear();
              note("warning: " + warning);
            });
  }

  /** Shows progress to whoever watches, and ends work where the process was told to stop. */
  Progress progress() {
    return Interruption.heeding(
        switch (watcher) {
          case TERMINAL -> warning(new ProgressBar(err, System::nanoTime));
          case LOG -> warning(ticking(new ProgressLines(err, System::nanoTime)));
          case NOBODY -> Progress.NONE;
        });
  }

  /** The same progress, with warnings as they arise. */
  private Progress warning(Progress progress) {
    return new Progress() {
      @Override
      public void at(String stage, long done, long total) {
        progress.at(stage, done, total);
      }

      @Override
      public void trial(TrialNews news) {
        progress.trial(news);
      }

      @Override
      public void warned(String warning) {
        warn(List.of(warning));
      }
    };
  }

  /** Takes a bar away that may be left on the line. */
  void clear() {
    if (watcher == Watcher.TERMINAL) {
      err.print(ProgressBar.CLEAR_LINE);
    }
  }

  private static ProgressLines ticking(ProgressLines lines) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(TICK_MILLIS);
                  lines.tick();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "progress");
    thread.setDaemon(true);
    thread.start();
    return lines;
  }
}
