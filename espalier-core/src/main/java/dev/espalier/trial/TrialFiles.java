package dev.espalier.trial;

import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The trials that ended, under {@code work/} of a run's folder, by their identity. */
record TrialFiles(RunFolder folder) {
  /** A trial of an interrupted run; null if it did not end. */
  @Nullable Trial find(String id) {
    Path file = file(id, ".json");
    return Files.exists(file) ? Json.read(file, Trial.class) : null;
  }

  /** A trial that has ended. */
  Trial require(String id) {
    return Json.read(file(id, ".json"), Trial.class);
  }

  Model model(String id) {
    return OnnxReader.read(file(id, ".onnx"));
  }

  /** The model of a trial after its cut and before its tuning. */
  Model untuned(String id) {
    return OnnxReader.read(file(id, "-cut.onnx"));
  }

  /** The models first, the record last: a trial counts only when its record is there. */
  void save(Trial trial, Model untuned, Model tuned) {
    OnnxWriter.write(untuned, file(trial.id(), "-cut.onnx"));
    OnnxWriter.write(tuned, file(trial.id(), ".onnx"));
    Json.write(trial, file(trial.id(), ".json"));
  }

  private Path file(String id, String ending) {
    return folder.work("trial-" + id + ending);
  }
}
