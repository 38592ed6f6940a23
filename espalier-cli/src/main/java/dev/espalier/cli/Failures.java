package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.model.ModelFormatException;
import dev.espalier.recipe.RecipeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one clear message and an exit code. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  /** A command line that makes no sense: the message, near names, and where help is. */
  static int usage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("espalier: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean debug = System.getProperty("espalier.log") != null;
    String known = message(failure);
    if (debug) {
      failure.printStackTrace(err);
    }
    if (Interruption.asked() || failure instanceof CancellationException) {
      console.clear();
      boolean resumable = command.getCommandSpec().findOption("--resume") != null;
      err.println(Interruption.line(parsed.originalArgs(), resumable));
      return ExitCode.FAILED;
    }
    if (known != null) {
      err.println("espalier: " + known);
      return ExitCode.BAD_INPUT;
    }
    err.println(
        "espalier: this is a bug: "
            + failure
            + (debug ? "" : "; run the command again with --debug to see where"));
    return ExitCode.FAILED;
  }

  /** What the user should read where the input or the machine is to blame; null for a bug. */
  static @Nullable String message(Throwable failure) {
    if (failure instanceof ModelFormatException
        || failure instanceof DataException
        || failure instanceof RecipeException) {
      return failure.getMessage();
    }
    if (failure instanceof InvalidPathException path) {
      return "'" + printable(path.getInput()) + "' is no possible path: " + path.getReason();
    }
    if (failure instanceof UncheckedIOException && failure.getCause() != null) {
      return failure.getMessage() + remedy(failure.getCause());
    }
    return failure instanceof IOException io ? reason(io) + remedy(io) : null;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** What is wrong with a jar that brings methods of its own. */
  static String extension(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "a jar on the class path brings a method that cannot be used: "
        + root.getMessage()
        + "; mend its META-INF/services, or take the jar away (docs/EXTENDING.md)";
  }

  private static String reason(IOException failure) {
    return failure instanceof FileSystemException e && e.getFile() != null
        ? e.getFile() + ": " + Reason.of(failure)
        : "cannot read or write: " + Reason.of(failure);
  }

  private static String remedy(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left")
            || text.contains("disk quota")
            || text.contains("not enough space")
        ? "; free some space or choose an --out on another disk (nothing half-written is left)"
        : "";
  }
}
