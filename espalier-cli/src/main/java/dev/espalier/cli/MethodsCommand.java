package dev.espalier.cli;

import dev.espalier.adaptive.Signals;
import dev.espalier.allocation.Allocations;
import dev.espalier.allocation.Schedules;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.catalogue.Method;
import dev.espalier.criterion.Criteria;
import dev.espalier.files.DataException;
import dev.espalier.recipe.Cited;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Heads;
import dev.espalier.recipe.Normalise;
import dev.espalier.recipe.PenaltyKind;
import dev.espalier.search.SearchPolicies;
import dev.espalier.task.TaskKinds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier methods}: everything that recipes choose by name, each with its source. */
@Command(
    name = "methods",
    description =
        "Lists criteria, granularities, allocations, searches, schedules, penalties and signals.",
    footerHeading = "%nExamples:%n",
    footer = {"  espalier methods", "  espalier methods taylor"})
final class MethodsCommand implements Callable<Integer> {
  /** The recipe's key for each kind of method. */
  private static final Map<String, String> KEYS =
      Map.of(
          "criterion", "cut.criterion",
          "granularity", "cut.granularity",
          "heads", "cut.heads",
          "allocation", "cut.allocation",
          "normalisation", "cut.normalise",
          "search", "search.policy",
          "schedule", "schedule.kind",
          "penalty", "tune.penalty.kind",
          "signal", "dynamic.signal");

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
      Table table = Table.of("kind", "name", "what it does");
      chosen.forEach(m -> table.row(m.kind(), m.name(), m.summary()));
      console.out().print(table);
    } else {
      chosen.forEach(this::whole);
    }
    return ExitCode.DONE;
  }

  private void whole(Method method) {
    String key = KEYS.get(method.kind());
    String asked =
        key == null
            ? "DATA: " + method.kind() + ": " + method.name()
            : "--set " + key + "=" + method.name();
    console.out().println(method.name() + " (" + method.kind() + ", " + asked + ")");
    console.out().println("  " + method.summary());
    console.out().println("  Source: " + method.source());
  }

  /** Every catalogue, one after the other. */
  static List<Method> all() {
    return Stream.of(
            Criteria.CATALOGUE,
            Cited.catalogue("granularity", Granularity.values()),
            Cited.catalogue("heads", Heads.values()),
            Allocations.CATALOGUE,
            Cited.catalogue("normalisation", Normalise.values()),
            SearchPolicies.CATALOGUE,
            Schedules.CATALOGUE,
            Cited.catalogue("penalty", PenaltyKind.values()),
            Signals.CATALOGUE,
            TaskKinds.CATALOGUE,
            BoxDecoders.CATALOGUE)
        .flatMap(catalogue -> catalogue.methods().stream())
        .toList();
  }
}
