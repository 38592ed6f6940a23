package dev.espalier.trial;

import dev.espalier.files.Checksums;
import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trials that ended, under {@code work/} of a run's folder, by their identity. Checksums stand
 * beside the files of each: a trial whose files are not what was written is made again.
 */
record TrialFiles(RunFolder folder) {
  /** A trial of an interrupted run; null if it did not end, or its files were damaged. */
  @Nullable Trial find(String id) {
    return Files.exists(file(id, ".sha256")) && damaged(id).isEmpty()
        ? Json.read(record(id), Trial.class)
        : null;
  }

  /** Files of a trial that ended which are not what was written; empty where it did not end. */
  List<String> damaged(String id) {
    Path sums = file(id, ".sha256");
    return Files.exists(sums) ? Checksums.broken(sums) : List.of();
  }

  /** A trial that has ended. */
  Trial require(String id) {
    return Json.read(record(id), Trial.class);
  }

  /** The file of its record. */
  Path record(String id) {
    return file(id, ".json");
  }

  Model model(String id) {
    return OnnxReader.read(file(id, ".onnx"));
  }

  /** The model of a trial after its cut and before its tuning. */
  Model untuned(String id) {
    return OnnxReader.read(file(id, "-cut.onnx"));
  }

  /** The checksums last: a trial counts only when they are there. */
  void save(Trial trial, Model untuned, Model tuned) {
    Path cut = file(trial.id(), "-cut.onnx");
    Path model = file(trial.id(), ".onnx");
    Path record = record(trial.id());
    OnnxWriter.write(untuned, cut);
    OnnxWriter.write(tuned, model);
    Json.write(trial, record);
    Checksums.write(file(trial.id(), ".sha256"), List.of(cut, model, record));
  }

  private Path file(String id, String ending) {
    return folder.work("trial-" + id + ending);
  }
}
