package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.record.InputFile;
import dev.espalier.record.RunRecord;
import dev.espalier.report.DynamicComparison;
import dev.espalier.report.HtmlReport;
import dev.espalier.report.RunComparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier report}: the page of a run, made anew from its record, or of two runs. */
@Command(
    name = "report",
    description = "(Re)writes report.html from run.json, or puts runs side by side.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier report run",
      "  espalier report --compare run1 run2           (writes run2/compare.html)",
      "  espalier report --compare exits gates chain   (dynamic runs: one figure, chain/compare.html)"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN_DIR",
      arity = "1..*",
      description =
          "The folder that prune or dynamic wrote; two with --compare, or up to six dynamic runs.")
  private List<Path> runs = List.of();

  @Option(
      names = "--compare",
      description =
          "Compare two runs: results, settings, widths and classes; or dynamic runs: cost against"
              + " accuracy.")
  private boolean compare;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!compare && runs.size() == 1) {
      return reported(runs.get(0));
    }
    if (!compare) {
      throw new DataException(
          runs.size() + " folders are given; add --compare to put the runs side by side");
    }
    List<RunRecord> records = runs.stream().map(ReportCommand::record).toList();
    console.warn(apart(records));
    if (runs.size() > 1 && records.stream().anyMatch(r -> r.dynamic() != null)) {
      return curves(records);
    }
    if (runs.size() != 2) {
      throw new DataException(
          "--compare takes two folders that prune wrote, or several that dynamic wrote: espalier report --compare RUN_A RUN_B");
    }
    return compared(records);
  }

  /** What the runs did not begin with alike, so that their figures do not stand side by side. */
  private static List<String> apart(List<RunRecord> records) {
    return Stream.of("model", "data")
        .filter(role -> records.stream().map(r -> began(r, role)).distinct().count() > 1)
        .map(role -> "the runs began with different files as their " + role)
        .toList();
  }

  private static List<String> began(RunRecord record, String role) {
    return record.setup().inputs().stream()
        .filter(input -> input.role().equals(role))
        .map(InputFile::sha256)
        .toList();
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

  private int curves(List<RunRecord> records) {
    DynamicComparison comparison;
    try {
      comparison = DynamicComparison.of(names(runs), records);
    } catch (IllegalArgumentException e) {
      throw new DataException("--compare: " + e.getMessage(), e);
    }
    Path page = runs.get(runs.size() - 1).resolve("compare.html");
    WholeFile.write(page, comparison.html());
    if (json) {
      console.json(Map.of("metric", comparison.metric(), "runs", comparison.rows()));
      return ExitCode.DONE;
    }
    TextTable table = TextTable.of("run", "MACs", comparison.metric(), "mean time");
    for (DynamicComparison.Row row : comparison.rows()) {
      table.row(
          row.run(),
          String.format(Locale.ROOT, "%.3f", row.macs()),
          String.format(Locale.ROOT, "%.4f", row.value()),
          DynamicComparison.times(row));
    }
    console.out().print(table);
    console.out().println(page);
    return ExitCode.DONE;
  }

  private int compared(List<RunRecord> records) {
    List<String> names = names(runs);
    RunComparison comparison = RunComparison.of(names, records.get(0), records.get(1));
    Path page = runs.get(1).resolve("compare.html");
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
      TextTable table = TextTable.of(what, names.get(0), names.get(1));
      rows.forEach(row -> table.row(row.name(), row.first(), row.second()));
      console.out().print(table);
      console.out().println();
    }
  }

  /** The ends of the folders' paths, as long as it takes to tell apart those that differ. */
  static List<String> names(List<Path> folders) {
    List<Path> whole = folders.stream().map(f -> f.toAbsolutePath().normalize()).toList();
    for (int length = 1; ; length++) {
      int kept = length;
      List<String> ends = whole.stream().map(path -> end(path, kept)).toList();
      if (Set.copyOf(ends).size() == Set.copyOf(whole).size()) {
        return ends;
      }
    }
  }

  private static String end(Path path, int kept) {
    int names = path.getNameCount();
    return kept < names ? path.subpath(names - kept, names).toString() : path.toString();
  }

  private static RunRecord record(Path run) {
    Path record = run.resolve("run.json");
    if (!Files.isRegularFile(record)) {
      throw new DataException(record + ": there is no such file; name the folder that prune wrote");
    }
    return Json.read(record, RunRecord.class);
  }
}
