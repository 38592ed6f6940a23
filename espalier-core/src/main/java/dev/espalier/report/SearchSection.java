package dev.espalier.report;

import dev.espalier.record.RunRecord;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.SearchRecord.Tried;
import dev.espalier.report.Blocks.Key;
import dev.espalier.report.ScatterFigure.Dot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every trial of the searches for widths: loss against what it costs, the front marked. */
final class SearchSection {
  /** Searches that are shown: the last ones, which led to the result. */
  private static final int MOST = 3;

  private static final List<Key> LEGEND =
      List.of(
          new Key("before", "trial"),
          new Key("after", "no other is better in both"),
          new Key("cut", "taken"));

  private SearchSection() {}

  static Section of(RunRecord record) {
    List<SearchRecord> all = record.course().searches();
    List<Markup> parts = new ArrayList<>();
    for (SearchRecord search : all.subList(Math.max(0, all.size() - MOST), all.size())) {
      List<Tried> models = search.trials().stream().filter(t -> Double.isFinite(t.loss())).toList();
      cost(models).map(cost -> shown(search, models, cost)).forEach(parts::addAll);
    }
    if (!all.isEmpty()) {
      parts.add(timed(record));
    }
    return Section.of("search", "Every trial", parts);
  }

  /** What predictions of time are worth, and what the result takes. */
  private static Markup timed(RunRecord record) {
    return record.outcome().targets().stream()
        .filter(target -> target.what().equals("latency"))
        .findFirst()
        .map(
            target ->
                Blocks.note(
                    "Times are predicted from single operators. The best trials were then timed as whole models, in turn until one met the target; the result takes "
                        + NumberText.percent(target.reached())
                        + "."))
        .orElse(Markup.NOTHING);
  }

  /** The cost that most concerns a user, of those that were counted. */
  private static Stream<String> cost(List<Tried> models) {
    return Stream.of("latency", "macs", "params", "bytes", "memory")
        .filter(c -> models.stream().anyMatch(t -> t.costs().containsKey(c)))
        .limit(1);
  }

  private static List<Markup> shown(SearchRecord search, List<Tried> models, String cost) {
    Set<Tried> front = front(models, cost);
    String name =
        cost.equals("latency") ? "predicted latency" : cost.equals("macs") ? "MACs" : cost;
    String title =
        "Step %d, searched by %s: loss against %s".formatted(search.step(), search.policy(), name);
    List<Dot> dots =
        models.stream()
            .map(
                t ->
                    new Dot(
                        of(t, cost),
                        t.loss(),
                        hint(t, cost, name),
                        front.contains(t),
                        t.number() == search.chosen()))
            .toList();
    ScatterFigure.Frame frame =
        new ScatterFigure.Frame(title, name + ", share of the original's", NumberText::percent);
    return List.of(
        Blocks.figure("search-" + search.step(), title, LEGEND, ScatterFigure.draw(frame, dots)),
        table(search, front, cost, name));
  }

  private static String hint(Tried trial, String cost, String name) {
    return "trial %d: loss %s at %s of the %s"
        .formatted(
            trial.number(),
            NumberText.plain(trial.loss()),
            NumberText.percent(of(trial, cost)),
            name);
  }

  private static double of(Tried trial, String cost) {
    return trial.costs().getOrDefault(cost, Double.NaN);
  }

  /** By rising cost, each with less loss than all before. */
  private static Set<Tried> front(List<Tried> models, String cost) {
    Set<Tried> front = new LinkedHashSet<>();
    double least = Double.POSITIVE_INFINITY;
    for (Tried trial :
        models.stream()
            .sorted(
                Comparator.<Tried>comparingDouble(t -> of(t, cost))
                    .thenComparingDouble(Tried::loss))
            .toList()) {
      if (trial.loss() < least) {
        least = trial.loss();
        front.add(trial);
      }
    }
    return front;
  }

  private static Markup table(SearchRecord search, Set<Tried> front, String cost, String name) {
    HtmlTable table =
        new HtmlTable("Trials that no other beats in both, and the one taken")
            .numbers("trial", name, "loss", "standard error", "metric")
            .words("what");
    Stream.concat(
            front.stream(),
            search.trials().stream()
                .filter(t -> t.number() == search.chosen() && !front.contains(t)))
        .forEach(
            t ->
                table.row(
                    String.valueOf(t.number()),
                    NumberText.percent(of(t, cost)),
                    NumberText.plain(t.loss()),
                    NumberText.plain(t.lossError()),
                    NumberText.plain(t.metric()),
                    t.number() == search.chosen()
                        ? "taken"
                        : t.feasible() ? "" : "over the target"));
    return table.markup();
  }
}
