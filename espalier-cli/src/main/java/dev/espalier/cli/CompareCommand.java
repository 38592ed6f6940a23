package dev.espalier.cli;

import dev.espalier.check.Comparison;
import dev.espalier.data.ClassMark;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.judge.Measurement;
import dev.espalier.model.Model;
import dev.espalier.record.Drop;
import dev.espalier.record.Micros;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier compare}: two models side by side, in one run. */
@Command(
    name = "compare",
    description =
        "Compares size, latency (interleaved, in one run), quality and outputs of two models.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier compare model.onnx run/model.onnx",
      "  espalier compare model.onnx run/model.onnx --data data.yaml --batch 1,64 --threads 1,2",
      "  espalier compare model.onnx run/model.onnx --data data.yaml --by speaker",
      "  espalier compare model.onnx run/model.onnx --operators --json"
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "An ONNX file, such as the original.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another with the same inputs.")
  private Path second = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Also compares metrics and answers on these records.")
  private @Nullable Path data;

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

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,64",
      description = "Records per call; 1 is always measured (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of(1, 64);

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "Threads of the runtime (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = List.of(1, 2);

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "200",
      description = "Timed calls of each model (default: ${DEFAULT-VALUE}).")
  private int runs = 200;

  @Option(names = "--operators", description = "Also tell the time by operator.")
  private boolean operators;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model a = inputs.open(first);
    Model b = inputs.open(second);
    Inputs.positive("--batch", batches);
    Inputs.positive("--threads", threads);
    Inputs.positive("--runs", List.of(runs));
    Comparison.Settings settings = new Comparison.Settings(batches, threads, runs, operators);
    Comparison comparison =
        Comparison.of(a, b, on(a), settings, console.progress())
            .inFiles(Measurement.fileBytes(first, a), Measurement.fileBytes(second, b));
    if (json) {
      console.json(comparison);
    } else {
      say(comparison);
    }
    return ExitCode.DONE;
  }

  private Comparison.@Nullable On on(Model model) {
    if (data == null) {
      if (!by.isEmpty()) {
        throw new DataException("--by divides the records by a column, so it needs --data");
      }
      return null;
    }
    Splits splits = Inputs.data(data, model, by);
    console.warn(splits.notes());
    ClassMark.check(model, splits, first.toString());
    return new Comparison.On(
        splits.task(),
        Inputs.split(splits, split),
        splits.classNames(),
        split + " of " + splits.source());
  }

  private void say(Comparison c) {
    console.out().print(RunTable.of(TextTable.of("", "A", "B", "A over B"), c.a(), c.b()));
    console
        .out()
        .println("batch-1 latency of A over B, paired: " + Show.times(c.ratios().latency()));
    console.out().println();
    Comparison.Agreed agreed = c.agreement();
    String same =
        Double.isNaN(agreed.sameAnswer())
            ? ""
            : ", same answer " + Show.metric(agreed.sameAnswer());
    console
        .out()
        .printf(
            Locale.ROOT,
            "outputs differ by at most %.3g (relative %.3g)%s on %s%n",
            agreed.maxAbs(),
            agreed.maxRel(),
            same,
            agreed.on());
    Drop drop = c.drop();
    if (drop != null) {
      console.out().println(RunTable.sentence(drop));
    }
    console.out().print(PartTable.of(c.parts()));
    if (!c.operators().isEmpty()) {
      operators(c);
    }
  }

  private void operators(Comparison c) {
    TextTable table = TextTable.of("operator, batch 1", "A", "B", "factor");
    c.operators()
        .forEach(
            o ->
                table.row(
                    o.operator(),
                    Micros.text(o.microsBefore()),
                    Micros.text(o.microsAfter()),
                    Show.times(o.microsBefore() / o.microsAfter())));
    console.out().println();
    console.out().print(table);
  }
}
