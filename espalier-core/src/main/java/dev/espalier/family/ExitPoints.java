package dev.espalier.family;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The places of a model at which it can answer early.
 *
 * <p>Of places between which nothing is multiplied (a convolution, its normalisation, activation
 * and pooling) one stands for all: the smallest value, then the one with most axes of more than one
 * element, then the last.
 *
 * @param points in the graph's order
 * @param all the same with those that others stand for
 * @param reasons why other places are none, or why there is none at all; one line each
 */
public record ExitPoints(List<ExitPoint> points, List<ExitPoint> all, List<String> reasons) {
  private static final int VALUES_NAMED = 3;

  public ExitPoints {
    points = List.copyOf(points);
    all = List.copyOf(all);
    reasons = List.copyOf(reasons);
  }

  /** Exit points of a prepared model. Cost: a few passes over the graph. */
  public static ExitPoints of(Coupling coupling) {
    Model model = coupling.model();
    int outputs = model.graph().outputs().size();
    if (outputs != 1) {
      return none("the model has " + outputs + " outputs; an exit answers one");
    }
    return new Finder(coupling).find();
  }

  private static ExitPoints none(String reason) {
    return new ExitPoints(List.of(), List.of(), List.of(reason));
  }

  /** The point that hands on this value; {@link IllegalArgumentException} where there is none. */
  public ExitPoint require(String value) {
    return points.stream()
        .filter(p -> p.value().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    value
                        + " is no exit point of the model; those are "
                        + points.stream().map(ExitPoint::value).toList()));
  }

  private static final class Finder {
    private final Flow flow;
    private final Layouts layouts;
    private final Shapes shapes;
    private final boolean free;
    private final List<String> reasons = new ArrayList<>();

    Finder(Coupling coupling) {
      this.flow = new Flow(coupling);
      this.layouts = new Layouts(coupling.model().graph());
      this.shapes = coupling.shapes();
      this.free =
          coupling.model().graph().dataInputs().stream()
              .map(ValueInfo::name)
              .map(shapes::get)
              .anyMatch(s -> s != null && s.rank() > 0 && s.varies(0));
    }

    ExitPoints find() {
      long total = flow.totalMacs();
      if (total == 0) {
        return none("no cost is known for any operator of the model");
      }
      Map<Long, List<ExitPoint>> plateaus = new LinkedHashMap<>();
      List<Flow.Place> between = new ArrayList<>();
      for (Flow.Place place : flow.places()) {
        if (place.macs() > 0 && place.macs() < total) {
          between.add(place);
          point(place, total)
              .forEach(p -> plateaus.computeIfAbsent(p.macs(), k -> new ArrayList<>()).add(p));
        }
      }
      List<ExitPoint> points = plateaus.values().stream().map(Finder::smallest).toList();
      if (points.isEmpty() && reasons.isEmpty()) {
        reasons.add(narrowest(between));
      }
      List<ExitPoint> all = plateaus.values().stream().flatMap(List::stream).toList();
      return new ExitPoints(points, all, points.isEmpty() ? reasons : List.of());
    }

    private List<ExitPoint> point(Flow.Place place, long total) {
      if (place.crossing().size() != 1) {
        return List.of();
      }
      String value = place.crossing().get(0);
      Shapes.Observed shape = shapes.get(value);
      if (shape == null || shape.type() != DType.FLOAT) {
        return refused(value, shape == null ? "could not be observed" : "is " + shape.type());
      }
      OptionalInt rows = rows(shape);
      if (rows.isEmpty()) {
        return refused(value, "has no axis of its own for the records");
      }
      var layout = layouts.of(value, shape);
      if (layout.isEmpty()) {
        return refused(value, "has axes whose meaning is not known");
      }
      return List.of(
          new ExitPoint(
              value,
              place.node().label(),
              shape,
              rows.getAsInt(),
              layout.get(),
              place.macs(),
              (double) place.macs() / total));
    }

    private List<ExitPoint> refused(String value, String why) {
      reasons.add(value + " carries everything, but " + why);
      return List.of();
    }

    /**
     * The axis that has one record at setting A and three at B; axis 0 where the batch is fixed.
     */
    private OptionalInt rows(Shapes.Observed shape) {
      int[] axes =
          IntStream.range(0, shape.rank())
              .filter(i -> free ? shape.a()[i] == 1 && shape.b()[i] == 3 : i == 0)
              .toArray();
      boolean one = axes.length == 1 && shape.a()[axes[0]] == 1;
      return one ? OptionalInt.of(axes[0]) : OptionalInt.empty();
    }

    private static ExitPoint smallest(List<ExitPoint> points) {
      ExitPoint best = points.get(0);
      Comparator<ExitPoint> preferred =
          Comparator.<ExitPoint>comparingInt(p -> -Dims.size(p.shape().a()))
              .thenComparingLong(p -> Arrays.stream(p.sizes()).filter(n -> n != 1).count());
      for (ExitPoint point : points) {
        best = preferred.compare(point, best) >= 0 ? point : best;
      }
      return best;
    }

    private static String narrowest(List<Flow.Place> places) {
      return places.stream()
          .min(Comparator.comparingInt(p -> p.crossing().size()))
          .map(
              p ->
                  String.format(
                      Locale.ROOT,
                      "at least %d values are needed later at every place; behind %s these: %s%s",
                      p.crossing().size(),
                      p.node().label(),
                      String.join(", ", p.crossing().stream().limit(VALUES_NAMED).toList()),
                      p.crossing().size() > VALUES_NAMED ? " …" : ""))
          .orElse("the model has one layer that multiplies; there is nothing before or after it");
    }
  }
}
