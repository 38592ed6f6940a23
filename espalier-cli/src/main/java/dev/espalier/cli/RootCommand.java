package dev.espalier.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: lists the others. */
@Command(
    name = "espalier",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    description =
        "Prunes trained neural networks: an ONNX model goes in, a smaller and faster one of the"
            + " same quality comes out, with proof.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InspectCommand.class,
      AnalyzeCommand.class,
      PruneCommand.class,
      DynamicCommand.class,
      TuneCommand.class,
      QuantizeCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      VerifyCommand.class,
      NarrowCommand.class,
      SampleCommand.class,
      GenerateCommand.class,
      ReportCommand.class,
      MethodsCommand.class,
      DataCommand.class,
      DemoCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier demo",
      "  espalier inspect model.onnx",
      "  espalier prune model.onnx --data data.yaml --max-drop 0.01 --out run",
      "",
      "Exit codes: 0 done, 2 bad input or usage, 3 the target cannot be reached within the allowed",
      "loss (the best found is still written), 1 anything else.",
      "",
      "Long work shows a bar on a terminal, and elsewhere a line a trial and at least one a"
          + " minute;",
      "ESPALIER_PROGRESS=log prints lines on a terminal too, ESPALIER_PROGRESS=none nothing."
    })
final class RootCommand implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show log lines, and where an error came from.")
  void debug(boolean wanted) {
    if (wanted) {
      System.setProperty("espalier.log", "debug");
    }
  }

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
  }
}
