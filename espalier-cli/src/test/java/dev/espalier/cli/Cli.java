package dev.espalier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
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

  /** Standard output as the one JSON document that it must be. */
  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }
}
