package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real process gets signals at seeded random moments: it ends as it should, every file that it
 * left reads, what is resumed comes to the same bytes, and nothing stays in the temporary folder.
 * {@code bench/kill.sh} sends more ({@code -Despalier.moments=20 -Despalier.moments.seed=1}).
 */
@Tag("slow")
class SignalsTest {
  private static final int MOMENTS = Integer.getInteger("espalier.moments", 1);
  private static final long SEED = Long.getLong("espalier.moments.seed", 1);
  private static final int PATIENCE_SECONDS = 600;

  /** What decides nothing by time, so that every run comes to the same. */
  private static final List<String> SAME =
      List.of("--set", "study=none", "--set", "cut.round=1", "--set", "latency.runs=10");

  private static final Map<String, List<String>> COMMANDS =
      Map.of(
          "prune",
          List.of(
              "--target",
              "macs=0.5",
              "--set",
              "search.policy=nsga2",
              "--set",
              "search.trials=20",
              "--set",
              "schedule.kind=geometric",
              "--set",
              "schedule.steps=2",
              "--set",
              "tune.epochs=2"),
          "tune",
          List.of("--set", "tune.batch=8", "--set", "tune.epochs=6"),
          "dynamic",
          List.of(
              "--target",
              "macs=0.5",
              "--set",
              "dynamic.alone=none",
              "--set",
              "dynamic.exits=1",
              "--set",
              "dynamic.members=0.4",
              "--set",
              "tune.epochs=2"));

  @TempDir Path folder;

  @BeforeEach
  void data() throws IOException {
    Digits.copy(folder);
    Files.createDirectory(folder.resolve("tmp"));
  }

  /** Each command and each signal once; all of both where more is asked for. */
  static Stream<Arguments> sent() {
    List<String> signals = List.of("KILL", "TERM", "INT");
    List<String> commands = List.of("prune", "tune", "dynamic");
    return MOMENTS > 1
        ? commands.stream().flatMap(c -> signals.stream().map(s -> Arguments.of(c, s)))
        : IntStream.range(0, 3).mapToObj(i -> Arguments.of(commands.get(i), signals.get(i)));
  }

  @ParameterizedTest
  @MethodSource("sent")
  void isResumedToTheSameBytes(String command, String signal) throws Exception {
    assumeTrue(sends(signal), "nothing here sends " + signal + " to a child");
    long began = System.nanoTime();
    assertEquals(0, ended(start("alone", command, false)), log("alone"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Map<String, byte[]> wanted = results(folder.resolve("alone"));
    assertTrue(wanted.size() >= 2, wanted.keySet().toString());
    SplittableRandom random =
        new SplittableRandom(SEED * 31 + command.hashCode() * 7L + signal.hashCode());
    for (int sent = 0; sent < MOMENTS; ) {
      String run = command + "-" + sent;
      long moment = random.nextLong(millis);
      Process child = start(run, command, false);
      if (!child.waitFor(moment, TimeUnit.MILLISECONDS)) {
        send(signal, child);
        int code = ended(child);
        if (code != 0) { // it may have ended between the two
          told(run, signal, code);
          RunFiles.everyOneReads(folder.resolve(run));
          resumed(run, command, wanted);
          sent++;
          say("| %s | %s | %d ms | the same bytes |", command, signal, moment);
          continue;
        }
      }
      delete(folder.resolve(run));
      millis = Math.max(1000, millis * 9 / 10); // it has become faster
    }
    assertEquals(List.of(), names(folder.resolve("tmp")));
  }

  /** The study comes before anything is cut; what it costs is not lost on the folder. */
  @Test
  void aDynamicRunThatIsStoppedInItsStudyGoesOn() throws Exception {
    List<String> words =
        List.of(
            "dynamic",
            "digits.onnx",
            "--data",
            "digits.yaml",
            "--max-drop",
            "0.05",
            "--set",
            "tune.epochs=1",
            "--set",
            "tune.threads=1",
            "--set",
            "dynamic.members=0.4",
            "--out",
            "studied");
    Process child = child("studied", words);
    Path begun = folder.resolve("studied/work/begun.json");
    while (!Files.exists(begun) && child.isAlive()) {
      Thread.sleep(5);
    }
    child.destroy();
    assertEquals(128 + 15, ended(child), log("studied"));
    assertTrue(Files.exists(begun));
    assertFalse(Files.exists(folder.resolve("studied/study.json")), "it was in its study");
    assertTrue(
        log("studied").contains("to go on from here (--resume): espalier dynamic"), log("studied"));
    Process verify = child("verified", List.of("verify", "digits.onnx", "studied"));
    assertEquals(ExitCode.BAD_INPUT, ended(verify));
    assertTrue(
        log("verified").strip().endsWith("espalier " + String.join(" ", words) + " --resume"),
        log("verified"));
    List<String> again = new ArrayList<>(words);
    again.add("--resume");
    int code = ended(child("studied", again));
    assertTrue(List.of(ExitCode.DONE, ExitCode.UNREACHABLE).contains(code), log("studied"));
  }

  private void told(String run, String signal, int code) throws IOException {
    int number = Map.of("KILL", 9, "TERM", 15, "INT", 2).get(signal);
    assertEquals(128 + number, code, log(run));
    assertFalse(log(run).contains("bug"), log(run));
    assertTrue(
        names(folder).stream().noneMatch(n -> n.startsWith("hs_err") || n.startsWith("core")));
    if (!signal.equals("KILL") && !log(run).isBlank()) { // before it could say a word
      boolean begun = Files.isDirectory(folder.resolve(run + "/work"));
      boolean ended = Files.exists(folder.resolve(run + "/run.json")) && !begun;
      String said = begun ? "to go on from here (--resume): espalier" : "nothing was written";
      assertTrue(ended || log(run).contains(said), log(run));
    }
  }

  private void resumed(String run, String command, Map<String, byte[]> wanted) throws Exception {
    boolean all =
        Files.exists(folder.resolve(run + "/report.html"))
            && !Files.exists(folder.resolve(run + "/work"));
    if (!all) {
      assertEquals(0, ended(start(run, command, true)), log(run));
    }
    Map<String, byte[]> found = results(folder.resolve(run));
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    RunFiles.everyOneReads(folder.resolve(run));
    delete(folder.resolve(run));
  }

  private Process start(String run, String command, boolean resume) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "digits.onnx", "--data", "digits.yaml"));
    words.addAll(COMMANDS.get(command));
    words.addAll(SAME);
    words.addAll(List.of("--set", "tune.threads=1", "--out", run));
    if (resume) {
      words.add("--resume");
    }
    return child(run, words);
  }

  private Process child(String log, List<String> words) throws IOException {
    return Child.start(
        folder,
        log + ".log",
        List.of("-Djava.io.tmpdir=" + folder.resolve("tmp")),
        words,
        environment -> environment.put("ESPALIER_PROGRESS", "none"));
  }

  private int ended(Process child) throws InterruptedException {
    assertTrue(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it hangs");
    return child.exitValue();
  }

  private String log(String run) throws IOException {
    return Files.readString(folder.resolve(run + ".log"));
  }

  /** A shell starts what it puts into the background deaf to INT, and children inherit that. */
  private boolean sends(String signal) throws Exception {
    Process sleeping = new ProcessBuilder("sleep", "30").start();
    try {
      send(signal, sleeping);
      return sleeping.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    } finally {
      sleeping.destroyForcibly();
    }
  }

  private static void send(String signal, Process child) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
  }

  /** What must not depend on when a run was interrupted: all but what was timed. */
  private static Map<String, byte[]> results(Path run) throws IOException {
    Map<String, byte[]> results = new LinkedHashMap<>();
    try (Stream<Path> walk = Files.walk(run)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = run.relativize(file).toString();
        if (name.endsWith(".onnx") || name.endsWith("plan.json") || name.endsWith(".yaml")) {
          results.put(name, Files.readAllBytes(file));
        }
      }
    }
    return results;
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static void delete(Path run) throws IOException {
    if (Files.exists(run)) {
      try (Stream<Path> walk = Files.walk(run)) {
        for (Path file : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Rows of the bench. */
  private static void say(String format, Object... values) {
    if (MOMENTS > 1) {
      System.out.printf(format + "%n", values);
    }
  }
}
