package dev.espalier.cli;

import dev.espalier.check.DryRun;
import dev.espalier.job.PruneRequest;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.run.Pruner;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;
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

/** {@code espalier prune}: the main job. */
@Command(
    name = "prune",
    description = "Cuts a model, tunes it, proves and measures the result.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier prune model.onnx --data data.yaml --max-drop 0.01 --out run",
      "  espalier prune model.onnx --data data.yaml --target macs=0.5 --set tune.epochs=10 --out run",
      "  espalier prune model.onnx --data data.yaml --target latency=0.6 --exclude 'stem*' --out run",
      "  espalier prune model.onnx --data data.yaml --target macs=0.5 --target bytes=0.3 --out run",
      "  espalier prune model.onnx --data data.yaml --max-drop 0.01 --front 4 --out run",
      "  espalier prune model.onnx --data data.yaml --max-drop 0.01 --quantize --out run",
      "  espalier prune model.onnx --target params=0.5 --dry-run        (from the weights alone)",
      "",
      "Without --data, units are chosen by the weights alone and nothing is tuned. A run that was",
      "killed goes on with --resume. With --data, task, data and model are studied first; what is not",
      "set here follows from what was found (--set study=none keeps the defaults). Exit code 3: the target cannot be reached within the allowed",
      "loss; the best found is written all the same."
    })
final class PruneCommand implements Callable<Integer> {
  private static final String KIND = "quant.kind";

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "A folder, a file, or a YAML file that describes the data.")
  private @Nullable Path data;

  @Mixin private GoalOptions goal = new GoalOptions();

  @Option(
      names = "--quantize",
      arity = "0..1",
      fallbackValue = "auto",
      paramLabel = "KIND",
      description =
          "Then store and compute in fewer bits, within the same loss, where that takes less time"
              + " (auto, static, dynamic, weights or half).")
  private @Nullable String quantise;

  @Mixin private RecipeOptions settings = new RecipeOptions();

  @Mixin private RunOptions results = new RunOptions();

  @Option(
      names = "--dry-run",
      description = "Say what would be cut, and about how long it would take; write nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  PruneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Recipe asked = goal.with(settings.recipe());
    Recipe recipe = quantise == null ? asked : RecipeCodec.set(asked, KIND + "=" + quantise);
    Tools tools = Toolbox.installed(console.progress());
    if (dryRun) {
      DryRun result = DryRun.of(request(recipe, Path.of("")), tools);
      say(result);
      return ExitCode.DONE;
    }
    Path out = results.folder();
    RunRecord record =
        results.reported(() -> new Pruner(tools).prune(request(recipe, out)).record());
    say(record, out);
    return RunOptions.exitCode(record);
  }

  private PruneRequest request(Recipe recipe, Path folder) {
    Set<String> stated = new LinkedHashSet<>(settings.stated());
    stated.addAll(goal.stated());
    if (quantise != null) {
      stated.add(KIND);
    }
    return new PruneRequest(model, data, recipe, stated, folder, results.resume(), command());
  }

  private List<String> command() {
    return spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
  }

  private void say(DryRun result) {
    if (json) {
      console.json(result);
      return;
    }
    TextTable table = TextTable.of("group", "units", "kept");
    result.groups().forEach(g -> table.row(g.name(), Show.count(g.units()), Show.count(g.kept())));
    console.out().print(table);
    result.removed().forEach(b -> console.out().println("residual block " + b + " would go"));
    console.out().println(result.verdict());
  }

  private void say(RunRecord record, Path folder) {
    console.warn(record.warnings());
    if (json) {
      console.json(record);
      return;
    }
    console.out().print(RunText.of(record, folder));
  }

  static Figures require(@Nullable Figures figures) {
    return java.util.Objects.requireNonNull(figures, "a finished run has figures");
  }
}
