package dev.espalier.cli;

import dev.espalier.job.PruneRequest;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.RunRecord;
import dev.espalier.run.QuantiseRun;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier quantize}: fewer bits, where they keep the metric and pay in time. */
@Command(
    name = "quantize",
    description =
        "Stores and computes a model in fewer bits, layer by layer where that keeps the metric and"
            + " takes less time on this machine; proves and measures the result.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier quantize model.onnx --data data.yaml --out run",
      "  espalier quantize model.onnx --data data.yaml --max-drop 0.01 --set quant.kind=static --out run",
      "  espalier quantize model.onnx --data data.yaml --target latency=0.5 --out run",
      "  espalier quantize model.onnx --set quant.kind=weights --out run      (no data: no loss is measured)",
      "",
      "With --data and no --max-drop, half a point may be lost. Exit code 3: nothing keeps the metric, or",
      "the target cannot be reached; the best found is written all the same."
    })
final class QuantizeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "A folder, a file, or a YAML file that describes the data.")
  private @Nullable Path data;

  @Mixin private GoalOptions goal = new GoalOptions();

  @Mixin private RecipeOptions settings = new RecipeOptions();

  @Mixin private RunOptions results = new RunOptions();

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  QuantizeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Recipe asked = goal.with(settings.recipe());
    Recipe recipe =
        data == null || asked.goal().maxDrop() != null
            ? asked
            : RecipeCodec.set(asked, "goal.maxDrop=" + QuantiseRun.USUAL_DROP);
    Set<String> stated = new LinkedHashSet<>(settings.stated());
    stated.addAll(goal.stated());
    List<String> command =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    Path out = results.folder();
    PruneRequest request =
        new PruneRequest(model, data, recipe, stated, out, results.resume(), command);
    RunRecord record =
        results.reported(() -> new QuantiseRun(console.progress()).quantise(request).record());
    console.warn(record.warnings());
    if (json) {
      console.json(record);
    } else {
      console.out().print(RunText.of(record, out));
    }
    return RunOptions.exitCode(record);
  }
}
