package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Two runs side by side: a pure function of their records.
 *
 * @param names of the runs
 * @param figures of the results
 * @param recipe keys with other values
 * @param groups that keep other numbers of units, and residual blocks that only one run removed
 * @param classes recall of each class, in percent
 */
public record RunComparison(
    List<String> names, List<Row> figures, List<Row> recipe, List<Row> groups, List<Row> classes) {
  private static final String NONE = "–";

  /** One thing in both runs, as it is shown. */
  public record Row(String name, String first, String second) {}

  /** Compares what both records hold; a figure that neither has is left out. */
  public static RunComparison of(List<String> names, RunRecord first, RunRecord second) {
    return new RunComparison(
        List.copyOf(names),
        rows(figures(first), figures(second), false),
        rows(settings("", first.setup().recipe()), settings("", second.setup().recipe()), true),
        rows(groups(first), groups(second), true),
        rows(classes(first), classes(second), false));
  }

  private static List<Row> rows(
      Map<String, String> first, Map<String, String> second, boolean differing) {
    Set<String> keys = new LinkedHashSet<>(first.keySet());
    keys.addAll(second.keySet());
    return keys.stream()
        .map(k -> new Row(k, first.getOrDefault(k, NONE), second.getOrDefault(k, NONE)))
        .filter(row -> !differing || !row.first().equals(row.second()))
        .toList();
  }

  private static Map<String, String> figures(RunRecord run) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("status", run.status().name().toLowerCase(Locale.ROOT));
    Figures before = run.outcome().original();
    Figures after = run.outcome().result();
    if (before != null && after != null) {
      rows.put("MACs", share(after.macs(), before.macs()));
      rows.put("parameters", share(after.parameters(), before.parameters()));
      rows.put("bytes", share(after.bytes(), before.bytes()));
      LatencySection.pairs(before, after).forEach(pair -> latency(rows, pair));
      after.metrics().forEach((name, value) -> rows.put(name, new Metric(name).show(value)));
    }
    Drop drop = run.outcome().drop();
    if (drop != null) {
      Metric metric = new Metric(drop.metric());
      rows.put("loss of " + drop.metric(), metric.loss(drop.value()));
      rows.put("its interval", metric.loss(drop.low()) + " to " + metric.loss(drop.high()));
    }
    rows.put("steps", String.valueOf(run.course().cuts().size()));
    rows.put("wall time", NumberText.seconds(run.setup().tool().seconds()));
    return rows;
  }

  private static void latency(Map<String, String> rows, LatencySection.Pair pair) {
    LatencyFigure a = pair.after();
    rows.put(
        "latency, batch " + a.batch() + ", " + ReportTexts.many(a.threads(), "thread"),
        NumberText.micros(a.medianMicros())
            + ", "
            + NumberText.times(pair.before().medianMicros(), a.medianMicros())
            + " faster");
  }

  private static String share(long after, long before) {
    return NumberText.count(after) + " (" + NumberText.percent((double) after / before) + ")";
  }

  private static Map<String, String> settings(String parent, Map<?, ?> tree) {
    Map<String, String> flat = new LinkedHashMap<>();
    tree.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flat.putAll(settings(parent + key + ".", inner));
          } else {
            flat.put(parent + key, Objects.toString(value, "not set"));
          }
        });
    return flat;
  }

  private static Map<String, String> groups(RunRecord run) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (GroupRecord group : run.structure().groups()) {
      rows.put(group.name(), group.kept() + " of " + group.units());
    }
    run.structure()
        .blocks()
        .forEach(b -> rows.put("residual block " + b.name(), b.removed() ? "removed" : "stays"));
    return rows;
  }

  private static Map<String, String> classes(RunRecord run) {
    Map<String, String> rows = new LinkedHashMap<>();
    Figures after = run.outcome().result();
    if (after != null) {
      after.perClass().forEach(c -> rows.put(c.name(), NumberText.percent(c.recall())));
    }
    return rows;
  }

  /** The page. */
  public String html() {
    Html header = new Html().open("header");
    header.open("p", "class", "brand").add(Brand.MARK).text("Espalier").close();
    header.leaf("h1", names.get(0) + " and " + names.get(1)).close();
    List<Section> sections = new ArrayList<>();
    sections.add(section("figures", "Results", "figure", figures));
    sections.add(section("recipe", "Settings that differ", "key", recipe));
    sections.add(section("groups", "Units and blocks that differ", "group", groups));
    sections.add(section("classes", "Recall of each class", "class", classes));
    return Page.html(
        names.get(0) + " and " + names.get(1),
        header.markup(),
        List.of(Chapter.of("", "", sections.stream())),
        "Written by Espalier from two run.json");
  }

  private Section section(String id, String title, String first, List<Row> rows) {
    HtmlTable table = new HtmlTable(title).words(first).numbers(names.get(0), names.get(1));
    rows.forEach(row -> table.row(row.name(), row.first(), row.second()));
    return Section.of(id, title, rows.isEmpty() ? List.of() : List.of(table.markup()));
  }
}
