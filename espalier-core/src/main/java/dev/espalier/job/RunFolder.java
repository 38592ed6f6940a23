package dev.espalier.job;

import dev.espalier.files.Checksums;
import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.files.Sha256;
import dev.espalier.files.WholeFile;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.record.RunFile;
import dev.espalier.runtime.OpenModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files of one run. Every file is written beside and moved, so that a kill leaves whole files
 * only. One run at a time works in it, from {@link #open} to {@link #close}.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) implements AutoCloseable {
  /** The result. */
  public static final String MODEL = OpenModel.MODEL;

  /** The stages that made it. */
  public static final String PLAN = "plan.json";

  /** What happened. */
  public static final String RECORD = "run.json";

  /** The recipe as it was resolved. */
  public static final String RECIPE = "recipe.yaml";

  /** The record as a page. */
  public static final String REPORT = "report.html";

  /** Times that a target of latency measured. */
  public static final String LATENCY = "latency.json";

  /** What was found out before the first cut. */
  public static final String STUDY = "study.json";

  /** The multiples in which widths are worth cutting. */
  public static final String ROUNDING = "rounding.json";

  /** The folder of the models between the original and the result. */
  public static final String FRONT = "front";

  private static final String WORK = "work";
  private static final String ENDED = ".ended";

  /**
   * Opens a folder for a new run, or for one to go on, and holds it until it is closed; throws
   * {@link DataException} where that would overwrite something, or another run is at work there.
   *
   * @param path of the folder
   * @param resume whether a run that was interrupted there goes on
   * @return the folder, which must be closed
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
      Files.createDirectories(path);
      RunLock.hold(path);
      Files.createDirectories(path.resolve(WORK));
    } catch (IOException e) {
      throw new DataException("cannot write to " + path + " (" + Reason.named(e) + ")", e);
    }
    return folder;
  }

  /** Lets other runs in. */
  @Override
  public void close() {
    RunLock.release(path);
  }

  /**
   * {@return whether a run began here and has not come to its end: there is something to resume}
   */
  public boolean interrupted() {
    return Files.isDirectory(path.resolve(WORK));
  }

  /**
   * {@return what a run finds out before it begins to work} Where it is refused then, a new run
   * leaves nothing; one that is stopped or resumed leaves what it has.
   *
   * @param resumed whether the run was there before
   * @param plan finds it out
   * @param <T> kind of what is found out
   */
  public <T> T planned(boolean resumed, Supplier<T> plan) {
    try {
      return plan.get();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!resumed) {
        abandon();
      }
      throw e;
    }
  }

  /**
   * Takes away what a run left that was refused before it began to work, and the folder if nothing
   * else is in it.
   */
  private void abandon() {
    try {
      delete(path.resolve(WORK));
      close();
      if (empty(path)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + path + " (" + Reason.named(e) + ")", e);
    }
  }

  /** {@return whether a run came to its end here; only its report may be missing} */
  public boolean ended() {
    return !Files.isDirectory(path.resolve(WORK)) && Files.exists(path.resolve(RECORD));
  }

  /**
   * Throws {@link DataException} where there is anything but what a run leaves that was killed when
   * it had just begun.
   */
  void requireNothingElse() {
    if (!ended() && !unused(path)) {
      throw new DataException(
          path + " holds no run that could be resumed; leave --resume out and give --out another");
    }
  }

  /**
   * Throws {@link DataException} where a new run would overwrite something, and says so where there
   * is nothing to resume.
   *
   * @param path of the folder
   * @param resume whether a run that was interrupted there is to go on
   * @param warned is told that a new one begins
   */
  public static void requireReady(Path path, boolean resume, Consumer<String> warned) {
    if (!resume) {
      requireNew(path);
    } else if (unused(path)) {
      warned.accept("there is no run in " + path + " to resume: a new one begins");
    }
  }

  /**
   * Throws {@link DataException} where results in this folder would overwrite something.
   *
   * @param path of the folder
   */
  private static void requireNew(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new DataException(path + " is a file; give --out a folder that does not exist yet");
    }
    if (!unused(path)) {
      throw new DataException(
          path
              + " exists and is not empty; nothing was overwritten. Give --out another folder, or --resume to go on with the run in it");
    }
  }

  /**
   * Whether there is nothing in the folder but what a run leaves that was killed when it had just
   * begun: its lock, and the beginning of a file in its folder for work.
   */
  private static boolean unused(Path path) {
    if (!Files.exists(path)) {
      return true;
    }
    Path lock = path.resolve(RunLock.FILE);
    Path work = path.resolve(WORK);
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.allMatch(
          f -> {
            boolean part = f.startsWith(work) && WholeFile.unfinished(f);
            return f.equals(path) || f.equals(work) || f.equals(lock) || part;
          });
    } catch (IOException e) {
      throw new DataException("cannot read " + path + " (" + Reason.named(e) + ")", e);
    }
  }

  private static boolean empty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * {@return the files that a run leaves, by name, but for its record and what is made of that: the
   * report and a signature}
   */
  public List<RunFile> files() {
    Set<String> apart = Set.of(RECORD, REPORT, RunSignature.FILE);
    List<RunFile> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = path.relativize(file).toString().replace('\\', '/');
        boolean ours = !name.startsWith(WORK + "/") && !name.startsWith(".");
        if (ours && !apart.contains(name)) {
          files.add(new RunFile(name, Sha256.of(file), Files.size(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " (" + Reason.named(e) + ")", e);
    }
    return files;
  }

  /**
   * {@return a file of the results}
   *
   * @param name within the folder
   */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * {@return a file that goes when the run ends}
   *
   * @param name within the folder for work
   */
  public Path work(String name) {
    return path.resolve(WORK).resolve(name);
  }

  /**
   * {@return the model of this name, made where the run has not made it yet, or where its file is
   * not what was written}
   *
   * @param name of the model, for its file
   * @param made makes the model
   */
  public Model kept(String name, Supplier<Model> made) {
    Path file = work(name + ".onnx");
    Path sums = work(name + ".sha256");
    if (!Files.exists(sums) || !Checksums.broken(sums).isEmpty()) {
      OnnxWriter.write(made.get(), file);
      Checksums.write(sums, List.of(file));
    }
    return OnnxReader.read(file);
  }

  /** {@return the state of the training that is going on, or was when the run was cut off} */
  public Path training() {
    return work("training.pt");
  }

  /** {@return what the original said of training examples} */
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
