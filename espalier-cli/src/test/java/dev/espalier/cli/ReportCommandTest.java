package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Json;
import dev.espalier.record.Environment;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.InputFile;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunSetup;
import dev.espalier.record.RunStructure;
import dev.espalier.record.Status;
import dev.espalier.record.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReportCommandTest {
  @TempDir Path folder;

  @Test
  void writesThePageFromTheRecord() throws IOException {
    RunRecord record =
        RunRecord.builder().status(Status.DONE, "half the work, <b>same</b> quality").build();
    Json.write(record, folder.resolve("run.json"));
    Cli run = Cli.run("report", folder);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("half the work, &lt;b&gt;same&lt;/b&gt; quality"), page);
  }

  @Test
  void aFolderWithoutARecordIsRefused() {
    Cli run = Cli.run("report", folder);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("run.json: there is no such file"), run.err());
  }

  @Test
  void aDamagedRecordIsRefusedWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("run.json"), "{\n\"status\": \"done\",\n!");
    Cli run = Cli.run("report", folder);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("run.json, line 3"), run.err());
  }

  @Test
  void twoRunsAreComparedSideBySide() throws IOException {
    Path first = run("first", "aa", 0.5, 12);
    Path second = run("second", "aa", 0.4, 9);
    Cli compared = Cli.run("report", "--compare", first, second);
    assertEquals(ExitCode.DONE, compared.code(), compared.err());
    assertTrue(compared.out().matches("(?s)result +first +second.*"), compared.out());
    assertTrue(compared.out().matches("(?s).*goal\\.ratio +0\\.5 +0\\.4.*"), compared.out());
    assertTrue(compared.out().matches("(?s).*conv1 +12 of 16 +9 of 16.*"), compared.out());
    assertTrue(!compared.out().contains("conv2"), "what is alike is left out");
    String page = Files.readString(second.resolve("compare.html"));
    assertTrue(page.contains("9 of 16") && page.contains("Settings that differ"), page);
    Cli asJson = Cli.run("report", "--compare", "--json", first, second);
    assertTrue(asJson.out().contains("\"12 of 16\""), asJson.out());
    assertEquals("", compared.err(), "nothing sets them apart");
    Cli other = Cli.run("report", "--compare", first, run("other", "bb", 0.4, 9));
    assertTrue(other.err().contains("different files as their model"), other.err());
    assertTrue(!other.err().contains("their data"), other.err());
  }

  @Test
  void runsAreNamedByAsMuchOfTheirPathsAsTellsThemApart() {
    List<Path> apart = List.of(Path.of("/runs/exits"), Path.of("/runs/gates"));
    assertEquals(List.of("exits", "gates"), ReportCommand.names(apart));
    List<Path> alike =
        List.of(Path.of("/runs/a/run"), Path.of("/runs/b/run/"), Path.of("/runs/b/./run"));
    assertEquals(List.of("a/run", "b/run", "b/run"), ReportCommand.names(alike));
    List<Path> nested = List.of(Path.of("/run"), Path.of("/b/run"));
    assertEquals(List.of("/run", "run"), ReportCommand.names(nested));
  }

  @Test
  void comparingNeedsTwoRuns() throws IOException {
    Path first = run("first", "aa", 0.5, 12);
    Cli alone = Cli.run("report", "--compare", first);
    assertEquals(ExitCode.BAD_INPUT, alone.code());
    assertTrue(alone.err().contains("RUN_A RUN_B"), alone.err());
    Cli unasked = Cli.run("report", first, first);
    assertEquals(ExitCode.BAD_INPUT, unasked.code());
    assertTrue(unasked.err().contains("--compare"), unasked.err());
  }

  private Path run(String name, String model, double ratio, int kept) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    RunRecord record =
        RunRecord.builder()
            .status(Status.DONE, "done")
            .setup(
                new RunSetup(
                    Tool.UNKNOWN,
                    List.of(new InputFile("model", "model.onnx", model, 1)),
                    Environment.UNKNOWN,
                    Map.of(),
                    Map.of("goal", Map.of("ratio", ratio), "seed", 1),
                    null,
                    null))
            .structure(
                new RunStructure(
                    List.of(group("conv1", kept), group("conv2", 8)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()))
            .build();
    Json.write(record, run.resolve("run.json"));
    return run;
  }

  private static GroupRecord group(String name, int kept) {
    return new GroupRecord(name, 16, kept, List.of(), List.of(), true, "", null);
  }
}
