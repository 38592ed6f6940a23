package dev.espalier.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code espalier data}: public data sets. */
@Command(
    name = "data",
    description = "Brings public data sets.",
    subcommands = DataGetCommand.class,
    footerHeading = "%nExamples:%n",
    footer = "  espalier data get mnist")
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say what: data get NAME.");
  }
}
