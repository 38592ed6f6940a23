package dev.espalier.cli;

import dev.espalier.data.ClassMark;
import dev.espalier.data.Dataset;
import dev.espalier.data.Domains;
import dev.espalier.data.Splits;
import dev.espalier.dynamic.RouteMacs;
import dev.espalier.files.DataException;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.quality.Chance;
import dev.espalier.quality.NoScores;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier evaluate}: a model's quality on one split, measured by ONNX Runtime. */
@Command(
    name = "evaluate",
    description = "Measures a model's quality on a split of the data, in ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier evaluate model.onnx --data data.yaml",
      "  espalier evaluate model.onnx --data images/ --split validation --json",
      "  espalier evaluate model.onnx --data data.yaml --by speaker"
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

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "Also tells quality by the values of this column or array of the data.")
  private String by = "";

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model loaded = inputs.open(model);
    Splits splits = Inputs.data(data, loaded, by);
    ClassMark.check(loaded, splits, model.toString());
    console.warn(splits.notes());
    if (splits.task().unlabelled()) {
      throw new DataException(
          splits.source()
              + " has no labels, so one model alone cannot be measured; name them under `labels:`,"
              + " or compare two models (espalier compare A B --data DATA)");
    }
    Dataset records = Inputs.split(splits, split);
    int threads = Runtime.getRuntime().availableProcessors();
    Predictions predictions =
        Evaluator.predict(
            loaded, splits.task(), records, new Evaluator.Run(BATCH, threads, console.progress()));
    NoScores.refuse(splits.task(), predictions);
    if (Chance.near(splits.task(), predictions)) {
      console.note(
          "warning: this is near what guessing gives; check preprocessing, layout and labels in the"
              + " data file");
    }
    Found found = new Found(records, predictions, RouteMacs.of(loaded, records).orElse(null));
    if (json) {
      console.json(document(splits, found));
    } else {
      say(splits, found);
    }
    return ExitCode.DONE;
  }

  /**
   * @param macs of a record, for a dynamic model; null for others
   */
  private record Found(Dataset records, Predictions predictions, @Nullable RouteMacs macs) {
    /** Metrics of the records of each domain. */
    Map<String, Domain> domains(Task task) {
      Map<String, Domain> domains = new LinkedHashMap<>();
      Domains.of(records)
          .forEach(
              (value, numbers) ->
                  domains.put(
                      value, new Domain(numbers.length, task.figures(predictions.rows(numbers)))));
      return domains;
    }
  }

  private record Domain(int records, Map<String, Double> metrics) {}

  private static Map<String, Double> perClass(Splits splits, Predictions predictions) {
    Map<String, Double> perClass = new LinkedHashMap<>();
    List<Answer> answers = splits.task().answers();
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      List<String> names = answers.size() == 1 ? splits.classNames() : answer.classNames();
      String of = answers.size() == 1 ? "" : answer.name() + " ";
      double[] recalls = answer.task().recalls(predictions.part(splits.task(), i));
      for (int c = 0; c < recalls.length; c++) {
        perClass.put(of + (c < names.size() ? names.get(c) : Integer.toString(c)), recalls[c]);
      }
    }
    return perClass;
  }

  private Map<String, Object> document(Splits splits, Found found) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", model.toString());
    document.put("data", splits.source());
    document.put("split", split);
    document.put("records", found.records().size());
    if (found.macs() != null) {
      document.put("macs", found.macs());
    }
    document.put("metrics", splits.task().figures(found.predictions()));
    String figure = splits.task().kind().classFigure();
    document.put(
        "perClass" + Character.toUpperCase(figure.charAt(0)) + figure.substring(1),
        perClass(splits, found.predictions()));
    document.put("by", found.domains(splits.task()));
    return document;
  }

  private void say(Splits splits, Found found) {
    console.out().println(found.records().size() + " records of " + split + ", " + splits.source());
    TextTable table = TextTable.of("metric", "value");
    splits
        .task()
        .figures(found.predictions())
        .forEach((name, value) -> table.row(name, Show.metric(value)));
    String figure = splits.task().kind().classFigure();
    perClass(splits, found.predictions())
        .forEach((name, value) -> table.row(figure + " of " + name, Show.metric(value)));
    RouteMacs macs = found.macs();
    if (macs != null) {
      table.row("MACs of a record, mean", Show.count(Math.round(macs.mean())));
      table.row("  least", Show.count(Math.round(macs.least())));
      table.row("  most", Show.count(Math.round(macs.most())));
    }
    console.out().print(table);
    Map<String, Domain> domains = found.domains(splits.task());
    if (!domains.isEmpty()) {
      console.out().println();
      console.out().print(table(found.records().by(), domains));
    }
  }

  private static TextTable table(String by, Map<String, Domain> domains) {
    List<String> metrics = List.copyOf(domains.values().iterator().next().metrics().keySet());
    List<String> header = new ArrayList<>(List.of(by, "records"));
    header.addAll(metrics);
    TextTable table = TextTable.of(header.toArray(String[]::new));
    domains.forEach(
        (value, domain) -> {
          List<String> row = new ArrayList<>(List.of(value, Show.count(domain.records())));
          metrics.forEach(m -> row.add(Show.metric(domain.metrics().getOrDefault(m, Double.NaN))));
          table.row(row.toArray());
        });
    return table;
  }
}
