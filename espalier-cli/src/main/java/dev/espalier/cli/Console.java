package dev.espalier.cli;

import dev.espalier.record.Json;
import dev.espalier.tune.Progress;
import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out results alone
 * @param err everything else
 * @param terminal whether a person watches {@code err}
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {
  /** Whether standard error is a terminal: the launcher knows, the JVM does not. */
  static boolean isTerminal() {
    return Boolean.getBoolean("espalier.terminal");
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

  /** A bar for a person who watches; nothing otherwise. */
  Progress progress() {
    return terminal ? new ProgressBar(err, System::nanoTime) : Progress.NONE;
  }
}
