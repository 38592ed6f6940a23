package dev.espalier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One command run to its end.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int code, String out, String err) {
  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code =
        Main.run(
            new Console(new PrintWriter(out), new PrintWriter(err, true), Console.Watcher.NOBODY),
            words);
    return new Cli(code, out.toString(), err.toString());
  }

  /**
   * A command that trains shortly on one thread, its record on standard output.
   *
   * @param how the goal, such as --target=macs=0.5
   * @param rate learning rate of adamw; 0 leaves it to the run
   */
  static Cli training(
      String command, Path of, Path data, String how, Path out, int epochs, double rate) {
    return run(
        command,
        of,
        "--data",
        data,
        how,
        "--out",
        out,
        "--set",
        "tune.epochs=" + epochs,
        "--set",
        "tune.threads=1",
        "--set",
        "tune.optimizer=adamw",
        "--set",
        "tune.learningRate=" + rate,
        "--set",
        "tune.batch=32",
        "--set",
        "latency.runs=5",
        "--json");
  }

  /** Standard output as the one JSON document that it must be. */
  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }
}
