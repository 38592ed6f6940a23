package dev.espalier.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The program {@code espalier}. */
public final class Main {
  /** No call takes so long; whoever cannot wait kills the process, which a run survives too. */
  private static final int STOP_SECONDS = 600;

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(stopper(Thread.currentThread(), ended));
    int code = run(new Console(out, err, Console.Watcher.ofProcess()), arguments);
    if (out.checkError()) {
      err.println("espalier: standard output cannot be written; is the disk full?");
      code = code == ExitCode.DONE ? ExitCode.FAILED : code;
    }
    err.flush();
    ended.countDown();
    System.exit(code);
  }

  /**
   * Ends a training between two steps, and a measurement between two calls, when the process is
   * told to stop: libtorch and ONNX Runtime crash where they still compute while the process takes
   * them down.
   */
  private static Thread stopper(Thread worker, CountDownLatch ended) {
    return new Thread(
        () -> {
          try {
            Interruption.stop(worker);
            boolean unused = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "stopper");
  }

  /** Runs one command and gives its exit code (see {@link ExitCode}). */
  static int run(Console console, String... arguments) {
    CommandLine line = commands(console);
    line.setOut(console.out()).setErr(console.err());
    line.setUsageHelpWidth(100).setUsageHelpAutoWidth(false);
    line.setAbbreviatedOptionsAllowed(false);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(new Failures(console));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      console
          .err()
          .println(
              "espalier: out of memory; give the JVM more (ESPALIER_JAVA_OPTS=-Xmx8g) or choose"
                  + " a smaller batch");
      return ExitCode.FAILED;
    } catch (ExceptionInInitializerError e) {
      String known = Failures.message(Objects.requireNonNullElse(e.getCause(), e));
      console.err().println("espalier: " + (known == null ? Failures.extension(e) : known));
      return ExitCode.BAD_INPUT;
    } catch (ServiceConfigurationError e) {
      console.err().println("espalier: " + Failures.extension(e));
      return ExitCode.BAD_INPUT;
    } finally {
      console.out().flush();
    }
  }

  /** All commands, ready to be looked at. */
  static CommandLine commands(Console console) {
    return new CommandLine(new RootCommand(), new CommandFactory(console))
        .registerConverter(Path.class, Main::path);
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("the name of a file or folder is empty");
    }
    return Path.of(text);
  }
}
