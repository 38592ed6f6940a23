package dev.espalier.cli;

import dev.espalier.job.RunFolder;
import dev.espalier.job.TuneRequest;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.record.StepRecord.EpochRecord;
import dev.espalier.run.TuneRun;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier tune}: trains a graph as it is. */
@Command(
    name = "tune",
    description = {
      "Trains or fine-tunes an ONNX graph as it is; structure and names stay.",
      "A run that was killed goes on with --resume from its last epoch that was kept."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier tune model.onnx --data data.yaml --set tune.epochs=3 --out tuned",
      "  espalier tune graph.onnx --data data.yaml --from-scratch --set tune.epochs=30 --out trained"
    })
final class TuneCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A folder, a file, or a YAML file that describes the data.")
  private Path data = Path.of("");

  @Option(
      names = "--from-scratch",
      description = "Draw all weights anew first (tune.start=scratch).")
  private boolean fromScratch;

  @Mixin private RunOptions results = new RunOptions();

  @Mixin private RecipeOptions settings = new RecipeOptions();

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  TuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Tools tools = Toolbox.installed(console.progress());
    List<String> command =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    Recipe recipe = settings.recipe();
    Path folder = results.folder();
    TuneRequest request =
        new TuneRequest(
            model,
            data,
            fromScratch ? recipe.withTune(recipe.tune().anew()) : recipe,
            folder,
            results.resume(),
            command);
    RunRecord record = results.reported(() -> new TuneRun(tools).tune(request).record());
    console.warn(record.warnings());
    if (json) {
      console.json(record);
    } else {
      say(record, folder);
    }
    return ExitCode.DONE;
  }

  private void say(RunRecord record, Path folder) {
    console.out().println(RunTable.verdict(record));
    console.out().println();
    TextTable epochs = TextTable.of("epoch", "loss", "validation", "rate", "seconds", "records/s");
    for (StepRecord step : record.course().steps()) {
      for (EpochRecord e : step.epochs()) {
        epochs.row(
            e.epoch(),
            Show.metric(e.trainLoss()),
            Show.metric(e.validationMetric()),
            String.format(Locale.ROOT, "%.2g", e.learningRate()),
            String.format(Locale.ROOT, "%.2f", e.seconds()),
            Show.count(Math.round(e.imagesPerSecond())));
      }
    }
    console.out().println(epochs);
    console.out().print(RunTable.of(record));
    console.out().print(RunTable.grounds(record));
    console.out().println("model  " + folder.resolve(RunFolder.MODEL));
    console.out().println("report " + folder.resolve(RunFolder.REPORT));
  }
}
