package dev.espalier.cli;

import dev.espalier.data.DataException;
import dev.espalier.record.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.record.WholeFile;
import dev.espalier.report.HtmlReport;
import dev.espalier.report.RunComparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier report}: the page of a run, made anew from its record, or of two runs. */
@Command(
    name = "report",
    description = "(Re)writes report.html from run.json, or puts two runs side by side.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier report run",
      "  espalier report --compare run1 run2      (writes run2/compare.html)"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN_DIR",
      arity = "1..2",
      description = "The folder that prune wrote; two with --compare.")
  private List<Path> runs = List.of();

  @Option(
      names = "--compare",
      description = "Compare two runs: results, settings, widths and classes.")
  private boolean compare;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (runs.size() != (compare ? 2 : 1)) {
      throw new DataException(
          compare
              ? "--compare takes two folders that prune wrote: espalier report --compare RUN_A RUN_B"
              : "two folders are given; add --compare to put the runs side by side");
    }
    return compare ? compared(runs.get(0), runs.get(1)) : reported(runs.get(0));
  }

  private int reported(Path run) {
    RunRecord record = record(run);
    Path report = run.resolve("report.html");
    HtmlReport.write(record, report);
    if (json) {
      console.json(Map.of("report", report.toString()));
    } else {
      console.out().println(report);
    }
    return ExitCode.DONE;
  }

  private int compared(Path first, Path second) {
    List<String> names = List.of(first.toString(), second.toString());
    RunComparison comparison = RunComparison.of(names, record(first), record(second));
    Path page = second.resolve("compare.html");
    WholeFile.write(page, comparison.html());
    if (json) {
      console.json(comparison);
      return ExitCode.DONE;
    }
    say("result", comparison.figures(), names);
    say("setting", comparison.recipe(), names);
    say("group", comparison.groups(), names);
    say("recall of class", comparison.classes(), names);
    console.out().println(page);
    return ExitCode.DONE;
  }

  private void say(String what, List<RunComparison.Row> rows, List<String> names) {
    if (!rows.isEmpty()) {
      Table table = Table.of(what, names.get(0), names.get(1));
      rows.forEach(row -> table.row(row.name(), row.first(), row.second()));
      console.out().print(table);
      console.out().println();
    }
  }

  private static RunRecord record(Path run) {
    Path record = run.resolve("run.json");
    if (!Files.isRegularFile(record)) {
      throw new DataException(record + ": there is no such file; name the folder that prune wrote");
    }
    return Json.read(record, RunRecord.class);
  }
}
