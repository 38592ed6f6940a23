package dev.espalier.adaptive;

import dev.espalier.files.Inside;
import dev.espalier.files.Json;
import dev.espalier.model.ModelFormatException;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What routing.json of a run folder holds: everything that {@link AdaptiveModel} needs beside the
 * stages' files.
 *
 * @param stages in the order of the chain
 * @param scorings one for every stage but the last
 * @param table thresholds by effort
 * @param profiles one a stage
 * @param guarantee what was promised and how it was found, in free fields
 */
public record Routing(
    List<StageFile> stages,
    List<Scoring> scorings,
    EffortTable table,
    List<StageProfile> profiles,
    Map<String, Object> guarantee) {
  /** Name of the file. */
  public static final String FILE = "routing.json";

  private static final String STAGES = "stages";

  public Routing {
    stages = List.copyOf(stages);
    scorings = List.copyOf(scorings);
    profiles = List.copyOf(profiles);
    guarantee = Collections.unmodifiableMap(new LinkedHashMap<>(guarantee));
  }

  /**
   * Where a stage lies.
   *
   * @param name of the stage
   * @param file relative to the folder
   * @param carried outputs that the next stage reads
   */
  public record StageFile(String name, String file, List<String> carried) {
    public StageFile {
      carried = List.copyOf(carried);
    }
  }

  /**
   * {@return the routing of this cascade, its stages as files of {@code family/}, or of {@code
   * stages/} where they carry something}
   *
   * @param cascade stages with their signals
   * @param table thresholds by effort
   * @param profiles what each stage costs
   * @param guarantee what is promised of the loss, by key
   */
  public static Routing of(
      Cascade cascade,
      EffortTable table,
      List<StageProfile> profiles,
      Map<String, Object> guarantee) {
    List<StageFile> files = new ArrayList<>();
    for (ChainStage stage : cascade.chain().stages()) {
      files.add(
          new StageFile(stage.name(), STAGES + "/" + stage.name() + ".onnx", stage.carried()));
    }
    return new Routing(files, cascade.scorings(), table, profiles, guarantee);
  }

  /**
   * Writes routing.json and the stages' files.
   *
   * @param cascade stages with their signals
   * @param folder of a dynamic run
   */
  public void write(Cascade cascade, Path folder) {
    for (int k = 0; k < stages.size(); k++) {
      Path file = folder.resolve(stages.get(k).file());
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the folder of " + file, e);
      }
      OnnxWriter.write(cascade.chain().stage(k).model(), file);
    }
    Json.write(this, folder.resolve(FILE));
  }

  /**
   * Reads routing.json of a dynamic run.
   *
   * @param folder of a dynamic run
   * @return the content of routing.json
   * @throws dev.espalier.files.DataException where routing.json is missing or damaged
   */
  public static Routing read(Path folder) {
    return Json.complete(folder.resolve(FILE), Routing.class);
  }

  /**
   * {@return the cascade of the stages' files under {@code folder}}
   *
   * @param folder of a dynamic run
   */
  public Cascade cascade(Path folder) {
    List<ChainStage> read = new ArrayList<>();
    for (StageFile stage : stages) {
      read.add(
          new ChainStage(
              stage.name(), OnnxReader.read(Inside.of(folder, stage.file())), stage.carried()));
    }
    try {
      return new Cascade(new Chain(read), scorings);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(folder.resolve(FILE) + ": " + e.getMessage(), e);
    }
  }
}
