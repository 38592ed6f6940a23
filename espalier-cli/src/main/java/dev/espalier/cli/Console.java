package dev.espalier.cli;

import dev.espalier.record.Json;
import dev.espalier.tune.Progress;
import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out results alone
 * @param err everything else
 * @param watcher who follows {@code err}
 */
record Console(PrintWriter out, PrintWriter err, Watcher watcher) {
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
     * ESPALIER_PROGRESS=log} asks for lines, {@code none} for silence.
     */
    static Watcher ofProcess() {
      String wanted = System.getenv().getOrDefault("ESPALIER_PROGRESS", "");
      return wanted.equals("log")
          ? LOG
          : !wanted.equals("none") && Boolean.getBoolean("espalier.terminal") ? TERMINAL : NOBODY;
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

  /** Shows progress to whoever watches. */
  Progress progress() {
    return switch (watcher) {
      case TERMINAL -> new ProgressBar(err, System::nanoTime);
      case LOG -> new ProgressLines(err, System::nanoTime);
      case NOBODY -> Progress.NONE;
    };
  }
}
