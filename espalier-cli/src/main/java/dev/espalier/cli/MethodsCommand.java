package dev.espalier.cli;

import static java.util.Map.entry;

import dev.espalier.adaptive.Signals;
import dev.espalier.allocation.Allocations;
import dev.espalier.allocation.Schedules;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.catalogue.Method;
import dev.espalier.criterion.Criteria;
import dev.espalier.data.Formats;
import dev.espalier.files.DataException;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;
import dev.espalier.quantise.Calibrations;
import dev.espalier.recipe.Cited;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Heads;
import dev.espalier.recipe.Normalise;
import dev.espalier.recipe.PenaltyKind;
import dev.espalier.search.SearchPolicies;
import dev.espalier.task.TaskKinds;
import dev.espalier.torch.TaskLosses;
import dev.espalier.torch.op.Operators;
import dev.espalier.trial.TrialStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier methods}: every extension point with what stands at it, each with its source. */
@Command(
    name = "methods",
    description =
        "Lists everything that recipes, DATA and models choose by name: criteria, allocations,"
            + " stages, formats, tasks, operators …",
    footerHeading = "%nExamples:%n",
    footer = {"  espalier methods", "  espalier methods taylor"})
final class MethodsCommand implements Callable<Integer> {
  /** How each kind of method is asked for. */
  private static final Map<String, String> ASKED =
      Map.ofEntries(
          entry("criterion", "--set cut.criterion=%s"),
          entry("granularity", "--set cut.granularity=%s"),
          entry("heads", "--set cut.heads=%s"),
          entry("allocation", "--set cut.allocation=%s"),
          entry("normalisation", "--set cut.normalise=%s"),
          entry("search", "--set search.policy=%s"),
          entry("schedule", "--set schedule.kind=%s"),
          entry("stage", "one of schedule.stages"),
          entry("penalty", "--set tune.penalty.kind=%s"),
          entry("signal", "--set dynamic.signal=%s"),
          entry("format", "DATA: format: %s"),
          entry("task", "DATA: task: %s"),
          entry("outputs", "DATA: outputs: %s"),
          entry("loss", "named by the kind of task"),
          entry("operators", "wherever a model has them"),
          entry("trainable", "wherever a model has them"));

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "One method; all of them where it is left out.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  MethodsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Method> chosen =
        all().stream().filter(m -> name == null || m.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new DataException(
          "there is no method '" + name + "'; `espalier methods` lists all of them");
    }
    if (json) {
      console.json(Map.of("methods", chosen));
    } else if (name == null) {
      TextTable table = TextTable.of("kind", "name", "what it does");
      chosen.forEach(m -> table.row(m.kind(), m.name(), m.summary()));
      console.out().print(table);
    } else {
      chosen.forEach(this::whole);
    }
    return ExitCode.DONE;
  }

  private void whole(Method method) {
    String asked = Objects.requireNonNull(ASKED.get(method.kind())).formatted(method.name());
    console.out().println(method.name() + " (" + method.kind() + ", " + asked + ")");
    console.out().println("  " + method.summary());
    console.out().println("  Source: " + method.source());
  }

  /** Every catalogue, one after the other; then what is found by other things than its name. */
  static List<Method> all() {
    List<Method> all = new ArrayList<>();
    Stream.of(
            Criteria.CATALOGUE,
            Cited.catalogue("granularity", Granularity.values()),
            Cited.catalogue("heads", Heads.values()),
            Allocations.CATALOGUE,
            Cited.catalogue("normalisation", Normalise.values()),
            SearchPolicies.CATALOGUE,
            Schedules.CATALOGUE,
            Cited.catalogue("penalty", PenaltyKind.values()),
            Signals.CATALOGUE,
            Formats.CATALOGUE,
            TaskKinds.CATALOGUE,
            TaskLosses.CATALOGUE,
            BoxDecoders.CATALOGUE,
            Calibrations.CATALOGUE)
        .forEach(catalogue -> all.addAll(catalogue.methods()));
    all.addAll(TrialStages.methods());
    OpRules.standard().rules().forEach(rule -> all.add(operators(rule)));
    all.add(trainable());
    return all;
  }

  private static Method operators(OpRule rule) {
    String name =
        rule.getClass()
            .getSimpleName()
            .replaceAll("Rule$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT);
    return new Method(
        "operators", name, listed(rule.operators()), "the class " + rule.getClass().getName());
  }

  private static Method trainable() {
    return new Method(
        "trainable", "libtorch", listed(Operators.names()), "PyTorch's C++ library, pytorch.org");
  }

  private static String listed(Set<String> operators) {
    return operators.stream().sorted().collect(Collectors.joining(", "));
  }
}
