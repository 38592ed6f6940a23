package dev.espalier.cli;

import dev.espalier.data.ClassMark;
import dev.espalier.data.SplitMark;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.model.Model;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeChecks;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.StudyRecord;
import dev.espalier.report.StudyReport;
import dev.espalier.study.Study;
import dev.espalier.study.StudyRequest;
import dev.espalier.study.StudyResult;
import dev.espalier.torch.TorchGradients;
import dev.espalier.torch.TorchTuner;
import dev.espalier.training.PassTime;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier analyze}: what task, data and model are like, and the plan that follows. */
@Command(
    name = "analyze",
    description = "Studies task, data and model, and plans how to prune; changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier analyze model.onnx --data data.yaml",
      "  espalier analyze model.onnx --data data.yaml --max-drop 0.01 --out study",
      "",
      "With --out, study.json, report.html and the planned recipe.yaml are written there. Keys that",
      "are set by --recipe, --set and the like stay as they are."
    })
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A folder, a file, or a YAML file that describes the data.")
  private Path data = Path.of("");

  @Mixin private GoalOptions goal = new GoalOptions();

  @Mixin private RecipeOptions settings = new RecipeOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A folder for the results that does not exist yet.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  AnalyzeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    StudyResult result = study();
    StudyRecord record = result.record();
    console.warn(record.warnings());
    if (out != null) {
      write(result, out);
    }
    if (json) {
      console.json(record);
    } else {
      new StudyText(console).say(record);
      if (out != null) {
        console.out().println("report " + out.resolve("report.html"));
      }
    }
    return ExitCode.DONE;
  }

  private StudyResult study() {
    if (out != null && java.nio.file.Files.exists(out)) {
      throw new DataException(out + " exists; choose another --out or remove it");
    }
    Recipe recipe = goal.with(settings.recipe());
    RecipeChecks.validate(recipe);
    Set<String> stated = new LinkedHashSet<>(settings.stated());
    stated.addAll(goal.stated());
    Model loaded = Opening.network(model, recipe.inputs());
    Splits splits = Inputs.data(data, loaded);
    console.warn(splits.notes());
    ClassMark.check(loaded, splits, model.toString());
    SplitMark.check(loaded, splits, model.toString());
    Prepared prepared = Prepared.of(loaded, recipe.cut().heads().word());
    return Study.of(
        new StudyRequest(
            model.toString(),
            prepared.coupling(),
            prepared.coupler(),
            splits,
            recipe,
            stated,
            true,
            PassTime.of(
                new Tools(new TorchTuner(), null, null, Progress.NONE),
                recipe,
                prepared.model(),
                splits),
            new TorchGradients(),
            console.progress()));
  }

  private static void write(StudyResult result, Path out) throws IOException {
    try (OutputFolder folder = new OutputFolder(out)) {
      Json.write(result.record(), folder.file("study.json"));
      StudyReport.write(result.record(), folder.file("report.html"));
      WholeFile.write(folder.file("recipe.yaml"), RecipeCodec.yaml(result.recipe()));
      folder.finish();
    }
  }
}
