package dev.espalier.cli;

import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Chance;
import dev.espalier.ort.Evaluator;
import dev.espalier.ort.Metrics;
import dev.espalier.ort.Predictions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier evaluate}: a model's quality on one split, measured by ONNX Runtime. */
@Command(
    name = "evaluate",
    description = "Measures a model's quality on a split of the data, in ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier evaluate model.onnx --data data.yaml",
      "  espalier evaluate model.onnx --data images/ --split validation --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  static final int BATCH = 64;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A folder, a file, or a YAML file that describes the data.")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "train, validation or test (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model loaded = OnnxReader.read(model);
    Splits splits = Inputs.data(data, loaded);
    Dataset records = Inputs.split(splits, split);
    int threads = Runtime.getRuntime().availableProcessors();
    Predictions predictions =
        Evaluator.predict(loaded, records, BATCH, threads, console.progress());
    Map<String, Double> metrics = Metrics.of(splits.task(), predictions);
    if (Chance.near(splits.task(), predictions)) {
      console.note(
          "warning: this is near what guessing gives; check preprocessing, layout and labels in the data file");
    }
    say(splits, records.size(), metrics, Metrics.perClassRecall(splits.task(), predictions));
    return ExitCode.DONE;
  }

  private void say(Splits splits, int records, Map<String, Double> metrics, double[] recalls) {
    Map<String, Double> perClass = new LinkedHashMap<>();
    for (int c = 0; c < recalls.length; c++) {
      boolean named = c < splits.classNames().size();
      perClass.put(named ? splits.classNames().get(c) : Integer.toString(c), recalls[c]);
    }
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("model", model.toString());
      document.put("data", splits.source());
      document.put("split", split);
      document.put("records", records);
      document.put("metrics", metrics);
      document.put("perClassRecall", perClass);
      console.json(document);
      return;
    }
    console.out().println(records + " records of " + split + ", " + splits.source());
    Table table = Table.of("metric", "value");
    metrics.forEach((name, value) -> table.row(name, Show.metric(value)));
    perClass.forEach((name, value) -> table.row("recall of " + name, Show.metric(value)));
    console.out().print(table);
  }
}
