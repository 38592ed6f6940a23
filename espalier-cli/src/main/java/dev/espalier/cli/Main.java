package dev.espalier.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code espalier}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(new Console(out, err, Console.Watcher.ofProcess()), arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command and gives its exit code (see {@link ExitCode}). */
  static int run(Console console, String... arguments) {
    CommandLine line = commands(console);
    line.setOut(console.out()).setErr(console.err());
    line.setUsageHelpWidth(100).setUsageHelpAutoWidth(false);
    line.setAbbreviatedOptionsAllowed(false);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(new Failures());
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      console
          .err()
          .println(
              "espalier: out of memory; give the JVM more (ESPALIER_JAVA_OPTS=-Xmx8g) or choose"
                  + " a smaller batch");
      return ExitCode.FAILED;
    } finally {
      console.out().flush();
    }
  }

  /** All commands, ready to be looked at. */
  static CommandLine commands(Console console) {
    return new CommandLine(new Espalier(), new Wiring(console));
  }
}
