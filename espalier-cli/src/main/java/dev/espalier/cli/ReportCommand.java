package dev.espalier.cli;

import dev.espalier.data.DataException;
import dev.espalier.record.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier report}: the page of a run, made anew from its record. */
@Command(
    name = "report",
    description = "(Re)writes report.html from run.json.",
    footerHeading = "%nExamples:%n",
    footer = "  espalier report run")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "The folder that prune wrote.")
  private Path run = Path.of("");

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path record = run.resolve("run.json");
    if (!Files.isRegularFile(record)) {
      throw new DataException(record + ": there is no such file; name the folder that prune wrote");
    }
    Path report = run.resolve("report.html");
    HtmlReport.write(Json.read(record, RunRecord.class), report);
    if (json) {
      console.json(Map.of("report", report.toString()));
    } else {
      console.out().println(report);
    }
    return ExitCode.DONE;
  }
}
