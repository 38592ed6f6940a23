package dev.espalier.cli;

import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.record.RunRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier demo}: the main job on bundled data. */
@Command(
    name = "demo",
    description =
        "Prunes a bundled network for handwritten digits on real data, then makes it dynamic, in a"
            + " minute or so.",
    footerHeading = "%nExamples:%n",
    footer = {"  espalier demo", "  espalier demo --out here"})
final class DemoCommand implements Callable<Integer> {
  private static final String MODEL = "digits.onnx";
  private static final String DATA = "digits.yaml";
  private static final String RECIPE = "recipe.yaml";
  private static final List<String> FILES =
      List.of(MODEL, DATA, RECIPE, "digits.csv.gz", "README.md");

  /** Calls of 64 digits: for a single one the whole network takes less time than choosing. */
  private static final List<String> DYNAMIC =
      List.of(
          "--max-drop",
          "0.02",
          "--set",
          "latency.batch=64",
          "--set",
          "tune.epochs=20",
          "--set",
          "tune.threads=1");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "espalier-demo",
      description =
          "A folder for data, model and results that does not exist yet (default:"
              + " ${DEFAULT-VALUE}).")
  private Path out = Path.of("espalier-demo");

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (OutputFolder folder = new OutputFolder(out)) {
      for (String file : FILES) {
        copy(file, folder.file(file));
      }
      folder.finish();
    }
    int pruned =
        run("prune", List.of("--recipe", out.resolve(RECIPE).toString()), out.resolve("run"));
    if (pruned != ExitCode.DONE) {
      return pruned;
    }
    int made = run("dynamic", DYNAMIC, out.resolve("dynamic"));
    if (json) {
      console.json(Map.of("prune", record("run"), "dynamic", record("dynamic")));
    }
    return made;
  }

  /**
   * Runs a command on the model and its data, as a user would; its own output only without JSON.
   */
  private int run(String command, List<String> options, Path folder) {
    List<String> words = new ArrayList<>(List.of(command, out.resolve(MODEL).toString()));
    words.addAll(List.of("--data", out.resolve(DATA).toString()));
    words.addAll(options);
    words.addAll(List.of("--out", folder.toString()));
    console.note("espalier " + String.join(" ", words));
    PrintWriter results = json ? new PrintWriter(Writer.nullWriter()) : console.out();
    return Main.run(
        new Console(results, console.err(), console.watcher()), words.toArray(String[]::new));
  }

  private RunRecord record(String run) {
    return Json.read(out.resolve(run).resolve(RunFolder.RECORD), RunRecord.class);
  }

  private static void copy(String name, Path to) throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream("/digits/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("/digits/" + name + " is missing from the archive");
      }
      Files.copy(in, to);
    }
  }
}
