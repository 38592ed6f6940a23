package dev.espalier.run;

import dev.espalier.files.Json;
import dev.espalier.job.Examples;
import dev.espalier.job.Hashes;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.judge.Measurement;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.InputFile;
import dev.espalier.stage.StagePlan;
import dev.espalier.task.Predictions;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the models of a front with their plans and measures them, at the end of a run: nothing is
 * chosen any more when their final figures are taken.
 */
public final class Members {
  private final Recipe recipe;
  private final Source source;
  private final RunFolder folder;

  Members(Recipe recipe, Source source, RunFolder folder) {
    this.recipe = recipe;
    this.source = source;
    this.folder = folder;
  }

  /** The records of the front, in its order; the last member is the run's result. */
  List<FrontRecord> written(List<Trial> front, Trials trials) {
    if (front.isEmpty()) {
      return List.of();
    }
    List<Model> models = new ArrayList<>();
    for (Trial trial : front) {
      models.add(source.finished(trials.candidate(trial.number()).model()));
    }
    Latency latency = latency(models);
    Examples examples = source.examples();
    Predictions before =
        examples == null ? null : Gate.predict(source.model(), examples.task(), examples.test());
    List<FrontRecord> records = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Written written = write("member-" + (i + 1), models.get(i), front.get(i));
      double ratio = latency.ratio(i, models.size()).median();
      records.add(record(written, i == models.size() - 1, ratio, before));
    }
    return records;
  }

  private Latency latency(List<Model> models) {
    List<Model> all = new ArrayList<>(models);
    all.add(source.model());
    LatencySettings settings = recipe.latency();
    return Latency.measure(
        all,
        new LatencyRequest(settings.batch(), settings.threads(), settings.runs(), recipe.seed()));
  }

  private record Written(String name, Model model, Trial trial, InputFile file) {}

  private Written write(String name, Model model, Trial trial) {
    Path front = folder.file(RunFolder.FRONT);
    try {
      Files.createDirectories(front);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = front.resolve(name + ".onnx");
    OnnxWriter.write(model, file);
    Json.write(StagePlan.of(trial.cut().done()), front.resolve(name + ".plan.json"));
    return new Written(name, model, trial, Hashes.file("front", file));
  }

  private FrontRecord record(
      Written written, boolean chosen, double latencyRatio, @Nullable Predictions before) {
    Trial trial = written.trial();
    Figures sizes = Measurement.of(written.model(), List.of(), null, null, List.of());
    Examples examples = source.examples();
    double metric = Double.NaN;
    Drop drop = null;
    if (examples != null && before != null) {
      Predictions after = Gate.predict(written.model(), examples.task(), examples.test());
      metric = Gate.value(examples.task(), before, after);
      drop = Gate.drop(examples.task(), before, after, recipe.goal());
    }
    return new FrontRecord(
        written.name(),
        new FrontRecord.Saved(
            RunFolder.FRONT + "/" + written.name() + ".onnx",
            RunFolder.FRONT + "/" + written.name() + ".plan.json",
            written.file().sha256()),
        trial.number(),
        chosen,
        new FrontRecord.Size(sizes.macs(), sizes.parameters(), sizes.bytes(), latencyRatio),
        new FrontRecord.Quality(trial.step().metricAfterTuning(), trial.drop(), metric, drop),
        trial.cut().certificate());
  }
}
