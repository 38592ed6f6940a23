package dev.espalier.job;

import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.runtime.OpenModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files of one run. Every file is written beside and moved, so that a kill leaves whole files
 * only.
 */
public record RunFolder(Path path) {
  public static final String MODEL = OpenModel.MODEL;
  public static final String PLAN = "plan.json";
  public static final String RECORD = "run.json";
  public static final String RECIPE = "recipe.yaml";
  public static final String REPORT = "report.html";
  public static final String LATENCY = "latency.json";
  public static final String STUDY = "study.json";
  public static final String ROUNDING = "rounding.json";
  public static final String FRONT = "front";
  private static final String WORK = "work";
  private static final String ENDED = ".ended";

  /**
   * Opens a folder for a new run, or for one to go on; throws {@link DataException} where that
   * would overwrite something.
   */
  public static RunFolder open(Path path, boolean resume) {
    if (!resume) {
      requireNew(path);
    }
    RunFolder folder = new RunFolder(path);
    try {
      if (resume && folder.ended()) {
        throw new DataException("the run in " + path + " has ended; there is nothing to resume");
      }
      Files.createDirectories(path.resolve(WORK));
    } catch (IOException e) {
      throw new DataException("cannot write to " + path + ": " + Reason.of(e), e);
    }
    return folder;
  }

  /** Whether a run came to its end here; only its report may be missing. */
  public boolean ended() {
    return !Files.isDirectory(path.resolve(WORK)) && Files.exists(path.resolve(RECORD));
  }

  /** Throws {@link DataException} where results in this folder would overwrite something. */
  public static void requireNew(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new DataException(path + " is a file; give --out a folder that does not exist yet");
    }
    try {
      if (Files.isDirectory(path) && !empty(path)) {
        throw new DataException(
            path
                + " exists and is not empty; nothing was overwritten. Give --out another folder, or --resume to go on with the run in it");
      }
    } catch (IOException e) {
      throw new DataException("cannot read " + path + ": " + Reason.of(e), e);
    }
  }

  private static boolean empty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  public Path work(String name) {
    return path.resolve(WORK).resolve(name);
  }

  /** The state of the training that is going on, or was when the run was cut off. */
  public Path training() {
    return work("training.pt");
  }

  /** What the original said of training examples. */
  public Path answers() {
    return work("answers.bin");
  }

  /** Removes what only a resumed run would need: in one move, so that a kill leaves all or none. */
  public void finish() {
    Path ended = path.resolve(ENDED);
    try {
      delete(ended);
      Files.move(path.resolve(WORK), ended);
      delete(ended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
