package dev.espalier.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier demo}: the main job on bundled data. */
@Command(
    name = "demo",
    description =
        "Prunes a bundled network for handwritten digits on real data, in a minute or so.",
    footerHeading = "%nExamples:%n",
    footer = {"  espalier demo", "  espalier demo --out here"})
final class DemoCommand implements Callable<Integer> {
  private static final String MODEL = "digits.onnx";
  private static final String DATA = "digits.yaml";
  private static final String RECIPE = "recipe.yaml";
  private static final List<String> FILES =
      List.of(MODEL, DATA, RECIPE, "digits.csv.gz", "README.md");

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
    String[] prune = {
      "prune", out.resolve(MODEL).toString(),
      "--data", out.resolve(DATA).toString(),
      "--recipe", out.resolve(RECIPE).toString(),
      "--out", out.resolve("run").toString()
    };
    console.note("espalier " + String.join(" ", prune));
    String[] words = prune;
    if (json) {
      words = Arrays.copyOf(prune, prune.length + 1);
      words[prune.length] = "--json";
    }
    return Main.run(console, words);
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
