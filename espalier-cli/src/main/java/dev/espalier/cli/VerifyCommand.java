package dev.espalier.cli;

import dev.espalier.check.Verification;
import dev.espalier.job.RunSignature;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier verify}: proves a run's cut anew. */
@Command(
    name = "verify",
    description =
        "Checks that a run's files are those that it wrote, replays plan.json on the original, and"
            + " checks the certificate and all models of the run.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier verify model.onnx run",
      "  espalier verify model.onnx run --key key.pub.pem",
      "",
      "Exit code 0: certified; 1: not certified; 2: the run is not one of this original."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ORIGINAL", description = "The file that was pruned.")
  private Path original = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "RUN_DIR",
      description = "The folder that prune, tune or dynamic wrote.")
  private Path run = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "PUB",
      description =
          "The public Ed25519 key, a PEM file, of whoever signed the run (--sign): run.json is not"
              + " trusted without it.")
  private @Nullable Path key;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Verification found =
        Verification.of(original, run, key == null ? null : RunSignature.publicKey(key));
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
