package dev.espalier.cli;

import dev.espalier.check.Verification;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier verify}: proves a run's cut anew. */
@Command(
    name = "verify",
    description =
        "Replays plan.json on the original and checks the certificate and the run's model, and those"
            + " of its front.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier verify model.onnx run",
      "",
      "Exit code 0: certified; 1: not certified; 2: the run is not one of this original."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ORIGINAL", description = "The file that was pruned.")
  private Path original = Path.of("");

  @Parameters(index = "1", paramLabel = "RUN_DIR", description = "The folder that prune wrote.")
  private Path run = Path.of("");

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Verification found = Verification.of(original, run);
    if (json) {
      console.json(found);
    } else {
      console
          .out()
          .println((found.certified() ? "certified: " : "NOT certified: ") + found.message());
      console
          .out()
          .printf(
              Locale.ROOT,
              "largest error %.2e, relative %.2e; structure %s%n",
              found.maxAbsError(),
              found.maxRelError(),
              found.structureEqual() ? "as planned" : "not as planned");
    }
    return found.certified() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
