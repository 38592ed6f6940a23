package dev.espalier.bench;

import dev.espalier.files.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.record.SearchRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the last search of each run found: {@code Searches RUN_DIR...}; or the directory of
 * the median loss: {@code Searches --median RUN_DIR...}.
 */
public final class Searches {
  private static final String HEAD =
      """
      | run | policy | trials | models | loss of the best | its standard error | accuracy | latency, predicted | measured | wall time |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private Searches() {}

  public static void main(String[] args) {
    if (args[0].equals("--median")) {
      List<String> sorted =
          Arrays.stream(args)
              .skip(1)
              .sorted(Comparator.comparingDouble(f -> best(last(read(f))).loss()))
              .toList();
      System.out.println(sorted.get(sorted.size() / 2));
      return;
    }
    System.out.print(HEAD);
    for (String folder : args) {
      System.out.println(row(String.valueOf(Path.of(folder).getFileName()), read(folder)));
    }
  }

  /** The row of one run. */
  static String row(String name, RunRecord run) {
    SearchRecord search = last(run);
    SearchRecord.Tried best = best(search);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %.4f | %.4f | %.4f | %.3f | %.3f | %.0f s |",
        name,
        run.setup().recipe().get("search") instanceof java.util.Map<?, ?> map
            ? map.get("policy")
            : "",
        search.trials().size(),
        search.trials().stream().map(SearchRecord.Tried::values).distinct().count(),
        best.loss(),
        best.lossError(),
        best.metric(),
        best.costs().getOrDefault("latency", Double.NaN),
        run.outcome().targets().isEmpty() ? Double.NaN : run.outcome().targets().get(0).reached(),
        run.setup().tool().seconds());
  }

  private static RunRecord read(String folder) {
    return Json.read(Path.of(folder).resolve("run.json"), RunRecord.class);
  }

  private static SearchRecord last(RunRecord run) {
    return run.course().searches().get(run.course().searches().size() - 1);
  }

  private static SearchRecord.Tried best(SearchRecord search) {
    return search.trials().stream()
        .filter(t -> t.number() == search.chosen())
        .findFirst()
        .orElseThrow();
  }
}
