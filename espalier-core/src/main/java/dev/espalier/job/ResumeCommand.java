package dev.espalier.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command that goes on with an interrupted run, ready to be pasted. */
public final class ResumeCommand {
  private ResumeCommand() {}

  /**
   * As it works where the process is.
   *
   * @param arguments as they were typed
   * @return a command to type in the same folder
   */
  public static String of(List<String> arguments) {
    return words(System.getProperty("espalier.program", "espalier"), arguments);
  }

  /**
   * As it works from anywhere; a sentence where the run was begun by a program.
   *
   * @param begun what the run was begun with
   * @return a command to type in any folder, or a sentence
   */
  public static String of(Begun begun) {
    if (begun.command().isEmpty()) {
      return "call it again with ModelJob.resuming()";
    }
    String program = System.getProperty("espalier.program", "espalier");
    boolean here = begun.directory().equals(Path.of("").toAbsolutePath().toString());
    return here
        ? of(begun.command())
        : "cd "
            + quoted(begun.directory())
            + " && "
            + words(
                program.contains("/")
                    ? Path.of(program).toAbsolutePath().normalize().toString()
                    : program,
                begun.command());
  }

  private static String words(String program, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(arguments);
    if (!arguments.contains("--resume")) {
      words.add("--resume");
    }
    return words.stream().map(ResumeCommand::quoted).collect(Collectors.joining(" "));
  }

  /** As a POSIX shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./~^-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
