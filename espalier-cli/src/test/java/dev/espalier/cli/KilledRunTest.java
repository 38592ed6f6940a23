package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Json;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process is killed at seeded random moments: no file is ever unreadable, and the resumed
 * run ends with the plan of one that was left alone. {@code -Despalier.kills=20} kills more often.
 */
@Tag("slow")
class KilledRunTest {
  private static final int KILLS = Integer.getInteger("espalier.kills", 3);
  private static final int PATIENCE_SECONDS = 300;

  /** How a process ends that was told to: 128 and the signal. */
  private static final int SIGTERM = 128 + 15;

  private static final List<String> PRUNE =
      List.of(
          "prune",
          "digits.onnx",
          "--data",
          "digits.yaml",
          "--target",
          "macs=0.4",
          "--set",
          "schedule.kind=geometric",
          "--set",
          "schedule.steps=4",
          "--set",
          "tune.threads=1",
          "--set",
          "cut.round=8", // else measured, and again where the run was killed before it was kept
          "--set",
          "latency.runs=10");
  private static final List<String> DYNAMIC =
      List.of(
          "dynamic",
          "digits.onnx",
          "--data",
          "digits.yaml",
          "--max-drop",
          "0.05",
          "--set",
          "study=none");

  private static final List<String> TUNE =
      List.of("tune", "digits.onnx", "--data", "digits.yaml", "--set", "tune.batch=8");

  @TempDir Path folder;

  @Test
  void comesToTheSamePlanHoweverOftenItIsKilled() throws IOException, InterruptedException {
    Digits.copy(folder);
    long began = System.nanoTime();
    Process alone = start("alone", PRUNE, false);
    assertTrue(alone.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, alone.exitValue(), log("alone"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

    SplittableRandom random = new SplittableRandom(7);
    String run = "killed";
    int killed = 0;
    while (killed < KILLS && !ended(run)) {
      Process child = start(run, PRUNE, Files.exists(folder.resolve(run)));
      if (!child.waitFor(random.nextLong(millis / 4, millis), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor();
        killed++;
        RunFiles.everyOneReads(folder.resolve(run));
        continue;
      }
      assertEquals(ExitCode.DONE, child.exitValue(), log(run));
      if (killed == 0) { // this machine has become faster: again from the start, and killed earlier
        run += "-again";
        millis /= 2;
        assertNotEquals(0, millis / 4, "the run ends before it can be killed");
      }
    }
    if (!ended(run)) {
      Process last = start(run, PRUNE, true);
      assertTrue(last.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(ExitCode.DONE, last.exitValue(), log(run));
    }
    assertEquals(
        Files.readString(folder.resolve("alone/plan.json")),
        Files.readString(folder.resolve(run + "/plan.json")));
    assertEquals(groups("alone"), groups(run), "scores that were read from a kept trial");
    leavesNoRunWithoutAReport(run, PRUNE);
  }

  private List<GroupRecord> groups(String run) throws IOException {
    Path record = folder.resolve(run + "/run.json");
    return Json.read(record, RunRecord.class).structure().groups();
  }

  private boolean ended(String run) {
    return Files.exists(folder.resolve(run + "/run.json"))
        && !Files.exists(folder.resolve(run + "/work"));
  }

  private String log(String run) throws IOException {
    return Files.readString(folder.resolve(run + ".log"));
  }

  /** Killed once its first member is there; that one stays as it is. */
  @Test
  void aDynamicRunGoesOnWithTheMembersThatItHas() throws IOException, InterruptedException {
    Digits.copy(folder);
    Path run = folder.resolve("dynamic");
    Process child = start("dynamic", DYNAMIC, false);
    while (found(run).isEmpty() && child.isAlive()) {
      Thread.sleep(5);
    }
    child.destroyForcibly().waitFor();
    Path member = found(run).orElseThrow();
    assertFalse(ended("dynamic"), log("dynamic"));
    RunFiles.everyOneReads(run);
    byte[] before = Files.readAllBytes(member);

    Process resumed = start("dynamic", DYNAMIC, true);
    assertTrue(resumed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    // whether choosing saves time depends on what else the machine does
    Set<Integer> ends = Set.of(ExitCode.DONE, ExitCode.UNREACHABLE);
    assertTrue(ends.contains(resumed.exitValue()), log("dynamic"));
    assertTrue(ended("dynamic"));
    assertArrayEquals(before, Files.readAllBytes(member));
    RunFiles.everyOneReads(run);
    leavesNoRunWithoutAReport("dynamic", DYNAMIC);
  }

  /** The member that the search came to, once it is written. */
  private static Optional<Path> found(Path run) throws IOException {
    Path family = run.resolve("family");
    if (!Files.isDirectory(family)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(family)) {
      return files.filter(f -> f.getFileName().toString().matches("macs-.*\\.onnx")).findFirst();
    }
  }

  /** Killed within its training, after an epoch; the resumed run ends with the same bits. */
  @Test
  void aTrainingGoesOnAfterItsLastEpoch() throws IOException, InterruptedException {
    Digits.copy(folder);
    Process alone = start("whole", TUNE, false);
    assertTrue(alone.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, alone.exitValue(), log("whole"));

    Path run = folder.resolve("tuned");
    Process child = start("tuned", TUNE, false);
    while (!trains(run.resolve("work")) && child.isAlive()) {
      Thread.sleep(5);
    }
    child.destroyForcibly().waitFor();
    assertFalse(ended("tuned"), log("tuned"));
    RunFiles.everyOneReads(run);

    Process resumed = start("tuned", TUNE, true);
    assertTrue(resumed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, resumed.exitValue(), log("tuned"));
    assertTrue(ended("tuned"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/model.onnx")),
        Files.readAllBytes(run.resolve("model.onnx")));
    leavesNoRunWithoutAReport("tuned", TUNE);
  }

  /** Told to stop: one line that can be typed as it is, and no crash of native code. */
  @Test
  void aRunThatIsToldToStopSaysHowToGoOn() throws IOException, InterruptedException {
    Digits.copy(folder);
    Path run = folder.resolve("told");
    Process child = start("told", PRUNE, false);
    while (!trains(run.resolve("work")) && child.isAlive()) {
      Thread.sleep(5);
    }
    child.destroy();
    assertTrue(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(SIGTERM, child.exitValue(), log("told"));
    List<String> said = log("told").lines().filter(l -> !l.startsWith("trial ")).toList();
    assertEquals(
        List.of(
            "espalier: interrupted; to go on from here (--resume): espalier "
                + String.join(" ", PRUNE)
                + " --set tune.epochs=3 --set tune.threads=1 --out told --resume"),
        said);
    assertTrue(Files.readString(run.resolve("run.json")).contains("\"running\""));
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith("hs_err")));
    }
    Process resumed = start("told", PRUNE, true);
    assertTrue(resumed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, resumed.exitValue(), log("told"));
  }

  /** Whether the state of a training is there. */
  private static boolean trains(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return false;
    }
    try (Stream<Path> files = Files.list(work)) {
      return files.anyMatch(f -> f.getFileName().toString().matches("training.*\\.pt"));
    }
  }

  /** A kill after the run and before its report leaves none. */
  private void leavesNoRunWithoutAReport(String run, List<String> words)
      throws IOException, InterruptedException {
    Path report = folder.resolve(run + "/report.html");
    Files.deleteIfExists(report);
    Process reported = start(run, words, true);
    assertTrue(reported.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, reported.exitValue(), log(run));
    assertTrue(Files.exists(report));
  }

  private Process start(String run, List<String> words, boolean resume) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of("--set", "tune.epochs=3", "--set", "tune.threads=1", "--out", run));
    if (resume) {
      command.add("--resume");
    }
    return Child.start(folder, run + ".log", List.of(), command, environment -> {});
  }
}
