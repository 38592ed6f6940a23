package dev.espalier.cli;

import dev.espalier.check.Watch;
import dev.espalier.dynamic.DynamicRun;
import dev.espalier.files.DataException;
import dev.espalier.job.DynamicRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.Micros;
import dev.espalier.record.RunRecord;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier dynamic}: a model that spends less on easy inputs. */
@Command(
    name = "dynamic",
    description =
        "Joins cheaper members and the original in one ONNX file in which each input takes as much"
            + " as it needs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier dynamic model.onnx --data data.yaml --max-drop 0.005 --out run",
      "  espalier dynamic model.onnx --data data.yaml --target macs=0.4 --out run",
      "  espalier dynamic model.onnx --data data.yaml --set dynamic.members=0.1,0.4 --out run",
      "  espalier dynamic --from small.onnx middle.onnx large.onnx --data data.yaml --out run",
      "  espalier dynamic --from small.onnx@small.yaml large.onnx --data data.yaml --out run",
      "  espalier dynamic --watch run --data data.yaml",
      "",
      "The folder holds dynamic.onnx (the original's inputs and outputs, and `route`: the stage that",
      "answered each row), dynamic-effort.onnx (one more input: effort, 0 to 1), family/ (each member",
      "as a plain file), routing.json, run.json and report.html. MODEL@DATA names the preprocessing",
      "that a member was trained with, where it is not that of --data. Without --max-drop nothing may",
      "be lost by estimate; an allowed loss is guaranteed with probability 1 - dynamic.delta where that",
      "costs no time, else kept by estimate. Where one member alone is as fast as any chain, it is",
      "written as dynamic.onnx, without `route` (dynamic.alone=none always joins a chain). --target",
      "alone (macs or latency) spends that share of the original's cost on average, and says what that",
      "loses; beside --max-drop it has to be met within that loss. Where that fails, or nothing is",
      "saved at all, the exit code is 3."
    })
final class DynamicCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "An ONNX file, of which cheaper members are made.")
  private @Nullable Path model;

  @Option(
      names = "--from",
      paramLabel = "MODEL[@DATA]",
      arity = "2..*",
      description = "Models to join instead, the cheapest first; the last one's answers count.")
  private List<String> from = List.of();

  @Option(
      names = "--watch",
      paramLabel = "RUN_DIR",
      description = "Show which way single inputs take in a run's model, and why.")
  private @Nullable Path watched;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description = "With --watch: how many of the final examples (default: ${DEFAULT-VALUE}).")
  private int rows = 20;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A folder, a file, or a YAML file that describes the data.")
  private Path data = Path.of("");

  @Mixin private GoalOptions goal = new GoalOptions();

  @Mixin private RecipeOptions settings = new RecipeOptions();

  @Mixin private RunOptions results = new RunOptions();

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  DynamicCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return watched != null ? watch(watched) : made();
  }

  private int made() {
    Path out = results.folder();
    Recipe recipe = goal.with(settings.recipe());
    Tools tools = Toolbox.installed(console.progress());
    RunRecord record = results.reported(() -> new DynamicRun(tools).run(request(recipe, out)));
    say(record, out);
    return RunOptions.exitCode(record);
  }

  private DynamicRequest request(Recipe recipe, Path folder) {
    if ((model == null) == from.isEmpty()) {
      throw new DataException(
          "name one MODEL to make members of, or several with --from, and not both");
    }
    List<DynamicRequest.Given> given =
        from.stream().limit(Math.max(0, from.size() - 1)).map(DynamicCommand::given).toList();
    Path original = model != null ? model : given(from.get(from.size() - 1)).model();
    List<String> command =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    Set<String> stated = new LinkedHashSet<>(settings.stated());
    stated.addAll(goal.stated());
    return new DynamicRequest(
        original, given, data, recipe, stated, folder, results.resume(), command);
  }

  /** {@code FILE} or {@code FILE@DATA}. */
  private static DynamicRequest.Given given(String text) {
    int at = text.lastIndexOf('@');
    return at < 0
        ? new DynamicRequest.Given(Path.of(text), null)
        : new DynamicRequest.Given(Path.of(text.substring(0, at)), Path.of(text.substring(at + 1)));
  }

  private void say(RunRecord record, Path folder) {
    console.warn(record.warnings());
    if (json) {
      console.json(record);
      return;
    }
    console.out().println(RunTable.verdict(record));
    DynamicRecord dynamic = record.dynamic();
    if (dynamic != null) {
      console.out().println();
      say(record, dynamic, folder);
    }
    console.out().println("report " + folder.resolve(RunFolder.REPORT));
  }

  private void say(RunRecord record, DynamicRecord dynamic, Path folder) {
    TextTable members = TextTable.of("member", "stage", "MACs", "bytes", "metric");
    for (DynamicRecord.Member m : dynamic.members()) {
      members.row(
          m.name(),
          m.stage() < 0 ? "–" : Integer.toString(m.stage()),
          Show.count(m.macs()),
          Show.count(m.bytes()),
          Show.metric(m.metric()));
    }
    console.out().print(members);
    console.out().println();
    TextTable times = TextTable.of("mean time of a call", "original", "dynamic", "factor", "p99");
    for (DynamicRecord.Timing t : dynamic.latency()) {
      times.row(
          "batch "
              + t.original().batch()
              + ", "
              + t.original().threads()
              + (t.original().threads() == 1 ? " thread" : " threads"),
          Micros.text(t.original().meanMicros()),
          Micros.text(t.dynamic().meanMicros()),
          Show.times(t.speedup()),
          Micros.text(t.dynamic().p99Micros()));
    }
    console.out().print(times);
    console.out().println();
    console.out().println("signal: " + dynamic.signal());
    console.out().println("answered by stage: " + shares(dynamic));
    console.out().print(RunTable.grounds(record));
    console.out().println(dynamic.guarantee().words());
    console.out().println("model  " + folder.resolve(DynamicRun.DYNAMIC));
  }

  private static String shares(DynamicRecord dynamic) {
    return dynamic.shares().isEmpty()
        ? "–"
        : String.join(
            ", ",
            dynamic.shares().get(0).stages().stream()
                .map(s -> String.format(Locale.ROOT, "%.1f %%", 100 * s))
                .toList());
  }

  private int watch(Path run) {
    List<Watch.Route> ways = Watch.of(run, data, rows);
    if (json) {
      console.json(ways);
      return ExitCode.DONE;
    }
    TextTable table =
        TextTable.of("example", "label", "stage", "answer", "sure", "threshold", "then");
    for (Watch.Route way : ways) {
      for (Watch.Step step : way.steps()) {
        table.row(
            way.example(),
            way.label(),
            step.stage(),
            step.answer(),
            Show.metric(step.score()),
            Show.metric(step.threshold()),
            step.stops() ? "answers" : "goes on");
      }
    }
    console.out().print(table);
    return ExitCode.DONE;
  }
}
