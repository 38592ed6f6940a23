package dev.espalier.dynamic;

import dev.espalier.adaptive.Join;
import dev.espalier.data.Dataset;
import dev.espalier.measure.RouteCount;
import dev.espalier.model.Model;
import dev.espalier.routing.StageCosts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a row of a dynamic model costs: by the stage that answers it, as the file's metadata say,
 * and on some records.
 *
 * @param mean multiply-accumulates of a record
 * @param least of a record that the first stage answers
 * @param most of one that passes all stages
 */
public record RouteMacs(double mean, double least, double most) {
  private static final String KEY = "espalier.stageMacs";
  private static final int BATCH = 100;

  /** The model with the cost of each of its stages noted in its metadata. */
  static Model noted(Model model, StageCosts costs) {
    return model.withMetadata(
        KEY,
        Arrays.stream(costs.each())
            .mapToObj(c -> Long.toString(Math.round(c)))
            .collect(Collectors.joining(" ")));
  }

  /** The cost of each stage as the file notes it; empty for a model that is not dynamic. */
  public static List<Long> stages(Model model) {
    String noted = model.metadata().getOrDefault(KEY, "");
    boolean routes = model.graph().outputNames().contains(Join.ROUTE);
    return routes && noted.matches("\\d{1,15}( \\d{1,15})*")
        ? Arrays.stream(noted.split(" ")).map(Long::parseLong).toList()
        : List.of();
  }

  /**
   * Over these records; empty for a model that is not dynamic, or does not note what stages cost.
   */
  public static Optional<RouteMacs> of(Model model, Dataset records) {
    double[] each = stages(model).stream().mapToDouble(Long::doubleValue).toArray();
    if (each.length == 0) {
      return Optional.empty();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    int[] taken = RouteCount.of(model, Join.ROUTE, records, BATCH, threads);
    if (Arrays.stream(taken).anyMatch(r -> r < 0 || r >= each.length)) {
      return Optional.empty();
    }
    StageCosts costs = new StageCosts(each, StageMeter.MACS);
    double[] paid = Arrays.stream(taken).mapToDouble(costs::upTo).toArray();
    return Optional.of(
        new RouteMacs(
            costs.mean(taken),
            Arrays.stream(paid).min().orElse(0),
            Arrays.stream(paid).max().orElse(0)));
  }
}
