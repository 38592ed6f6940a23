package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.record.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
