package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files that a command reads back (records, plans, recipes, DATA) are used as they are or
 * refused in one line that names the file or its run: no stack trace, no bug, no hang. {@code
 * -Despalier.mutants=N -Despalier.mutants.first=N} tries others.
 */
@Tag("slow")
class HostileRecordsTest {
  private static final long MUTANTS = Long.getLong("espalier.mutants", 100);
  private static final long FIRST = Long.getLong("espalier.mutants.first", 0);
  private static final int LONGEST_SECONDS = 120;

  @TempDir static Path folder;
  private static final List<Case> CASES = new ArrayList<>();

  /**
   * A command that reads a file.
   *
   * @param file that is damaged
   * @param text of it when it is sound
   * @param words of the command
   */
  private record Case(Path file, String text, List<Object> words) {
    static Case of(Path file, Object... words) throws IOException {
      return new Case(file, Files.readString(file), List.of(words));
    }
  }

  @BeforeAll
  static void soundRuns() throws IOException, InterruptedException, ExecutionException {
    Path model = Toy.model(folder);
    Path data = Toy.data(folder);
    Path run = folder.resolve("run");
    done("prune", model, "--target", "macs=0.5", "--set", "latency.runs=10", "--out", run);
    CASES.add(Case.of(run.resolve("plan.json"), "verify", model, run));
    CASES.add(Case.of(run.resolve("run.json"), "verify", model, run));
    CASES.add(Case.of(run.resolve("run.json"), "report", run));
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            """
            {"goal": {"target": "macs", "ratio": 0.5}, "cut": {"criterion": "l1", "round": 1},
             "schedule": {"kind": "one-shot", "steps": 1}, "tune": {"epochs": 1, "batch": 32},
             "latency": {"runs": 5, "batch": 1}, "seed": 3}
            """);
    CASES.add(
        Case.of(recipe, "prune", model, "--recipe", recipe, "--target", "macs=0.5", "--dry-run"));
    Files.writeString(
        data,
        """
        {"format": "idx", "path": "toy", "preprocess": {"scale": 0.00392156862745098,
         "mean": [0.1], "std": [1.0]}, "splits": {"train": {"from": "train", "rows": "0-199"},
         "validation": {"from": "train", "rows": "200-255"}, "test": {"from": "test", "rows": "0-31"}}}
        """);
    CASES.add(Case.of(data, "evaluate", model, "--data", data));
    dynamic();
    stopped(model, data);
  }

  /** A run that was stopped after its first trial, and goes on. */
  private static void stopped(Path model, Path data)
      throws IOException, InterruptedException, ExecutionException {
    List<Object> words = new ArrayList<>(List.of("prune", model, "--data", data));
    words.addAll(List.of("--out", folder.resolve("stopped"), "--max-drop", "0.9"));
    for (String set : List.of("study=none", "tune.epochs=1", "tune.threads=1", "latency.runs=5")) {
      words.addAll(List.of("--set", set));
    }
    Path work = folder.resolve("stopped/work");
    FutureTask<Cli> task = new FutureTask<>(() -> Cli.run(words.toArray()));
    Thread thread = new Thread(task, "to be stopped");
    thread.start();
    while (thread.isAlive() && trials(work).isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    thread.interrupt();
    thread.join();
    assertTrue(Files.exists(work), task.get().err());
    copy(folder.resolve("stopped"), folder.resolve("kept"));
    words.add("--resume");
    CASES.add(Case.of(work.resolve("begun.json"), words.toArray()));
    CASES.add(Case.of(trials(work).get(0), words.toArray()));
  }

  private static List<Path> trials(Path work) throws IOException {
    if (!Files.exists(work)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(f -> f.getFileName().toString().matches("trial.*\\.json"))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** What is resumed is as it was when it was stopped. */
  private static void restored() throws IOException {
    Path stopped = folder.resolve("stopped");
    try (Stream<Path> files = Files.walk(stopped)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    copy(folder.resolve("kept"), stopped);
  }

  private static void dynamic() throws IOException {
    for (String file : List.of("digits.onnx", "digits.yaml", "digits.csv.gz")) {
      try (InputStream in = DemoCommand.class.getResourceAsStream("/digits/" + file)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(file));
      }
    }
    Path model = folder.resolve("digits.onnx");
    Path run = folder.resolve("dynamic");
    List<Object> words =
        new ArrayList<>(
            List.of("dynamic", model, "--data", folder.resolve("digits.yaml"), "--out", run));
    words.addAll(List.of("--max-drop", "0.05"));
    for (String set :
        List.of(
            "study=none",
            "dynamic.members=0.3",
            "dynamic.exits=1",
            "dynamic.alone=none",
            "tune.epochs=6",
            "tune.threads=1",
            "latency.runs=20",
            "seed=2")) {
      words.addAll(List.of("--set", set));
    }
    done(words.toArray());
    CASES.add(Case.of(run.resolve("routing.json"), "verify", model, run));
    CASES.add(Case.of(run.resolve("run.json"), "verify", model, run));
    CASES.add(Case.of(run.resolve("run.json"), "report", run));
  }

  private static void done(Object... words) {
    Cli done = Cli.run(words);
    assertEquals(ExitCode.DONE, done.code(), done.err());
  }

  @Test
  void damagedFilesEndInWords() throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    int refused = 0;
    for (long seed = FIRST; seed < FIRST + MUTANTS; seed++) {
      Case one = CASES.get((int) (seed % CASES.size()));
      restored();
      Files.write(one.file(), RecordMutants.of(one.text(), seed));
      Optional<Cli> end = ended(one.words());
      if (Files.exists(one.file().getParent())) { // a run that ended leaves no work
        Files.writeString(one.file(), one.text());
      }
      refused += end.isPresent() && end.get().code() == ExitCode.BAD_INPUT ? 1 : 0;
      String fault = end.map(cli -> fault(cli, one.file())).orElse("hangs");
      if (!fault.isEmpty()) {
        found.add(
            "mutant " + seed + " of " + one.file() + ", " + one.words().get(0) + ": " + fault);
      }
    }
    assertEquals("", String.join("\n", found));
    assertTrue(refused > MUTANTS / 4, refused + " were refused");
  }

  /** What is wrong with how a command ended; empty if nothing is. */
  private static String fault(Cli end, Path file) {
    String said = end.err();
    boolean trace = said.contains("this is a bug") || said.contains("\tat ");
    boolean named =
        said.contains(file.getFileName().toString())
            || said.contains(file.getParent().toString().replaceFirst("/work$", ""));
    boolean plain = end.code() == ExitCode.DONE || end.out().startsWith("NOT certified");
    return trace || !plain && !(end.code() == ExitCode.BAD_INPUT && named)
        ? "exit code " + end.code() + ": " + said + end.out()
        : "";
  }

  /** How a command ended; empty if it did not. */
  private static Optional<Cli> ended(List<Object> words) throws InterruptedException {
    FutureTask<Cli> task = new FutureTask<>(() -> Cli.run(words.toArray()));
    Thread thread = new Thread(task, "command");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(task.get(LONGEST_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(new Cli(ExitCode.FAILED, "", "this is a bug: " + e.getCause()));
    }
  }
}
