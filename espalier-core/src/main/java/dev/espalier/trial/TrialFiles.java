package dev.espalier.trial;

import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The trials that ended, under {@code work/} of a run's folder. */
record TrialFiles(RunFolder folder) {
  /** The n-th trial of an interrupted run; null if it did not end. */
  @Nullable Trial trial(int number) {
    Path file = folder.work("trial-" + number + ".json");
    return Files.exists(file) ? Json.read(file, Trial.class) : null;
  }

  Model model(int number) {
    return OnnxReader.read(folder.work("trial-" + number + ".onnx"));
  }

  /** The model of a trial after its cut and before its tuning. */
  Model untuned(int number) {
    return OnnxReader.read(folder.work("trial-" + number + "-cut.onnx"));
  }

  /** The models first, the record last: a trial counts only when its record is there. */
  void save(Trial trial, Model untuned, Model tuned) {
    OnnxWriter.write(untuned, folder.work("trial-" + trial.number() + "-cut.onnx"));
    OnnxWriter.write(tuned, folder.work("trial-" + trial.number() + ".onnx"));
    Json.write(trial, folder.work("trial-" + trial.number() + ".json"));
  }
}
