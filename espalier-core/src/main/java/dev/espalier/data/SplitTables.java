package dev.espalier.data;

import dev.espalier.files.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds and reads the files that each split is chosen from, and chooses.
 *
 * @param spec what the DATA file says
 * @param base folder that its paths are relative to
 * @param root the data
 * @param format of its files
 */
record SplitTables(DataSpec spec, Path base, Path root, Format format) {
  /** The records of each split, by its name. */
  Map<String, Splitter.Choice> choices() {
    if (!spec.division().splits().isEmpty()) {
      return new Splitter(spec, root.toString()).choose(pools(spec));
    }
    Map<String, Table> parts = parts();
    if (parts.containsKey("all")) {
      DataSpec drawn =
          spec.withSplits(
              spec.feeding().window().none() ? DataDivision.DRAWN : DataDivision.DRAWN_IN_TIME);
      Map<String, Table> pools = new LinkedHashMap<>();
      DataDivision.DRAWN.keySet().forEach(split -> pools.put(split, parts.get("all")));
      return new Splitter(drawn, root.toString()).choose(pools);
    }
    Map<String, Splitter.Choice> choices = new LinkedHashMap<>();
    parts.forEach(
        (part, table) ->
            choices.put(part, new Splitter.Choice(table, Rows.all(table.size()).numbers())));
    return choices;
  }

  /** What each split chooses from: its own files, a part that the format names, or everything. */
  private Map<String, Table> pools(DataSpec spec) {
    Map<List<String>, Table> byFiles = new LinkedHashMap<>();
    Map<String, Table> parts =
        spec.division().splits().values().stream().allMatch(p -> !p.files().isEmpty())
            ? Map.of()
            : parts();
    Map<String, Table> pools = new LinkedHashMap<>();
    Table[] whole = new Table[1];
    spec.division()
        .splits()
        .forEach(
            (split, part) -> {
              if (!part.files().isEmpty()) {
                pools.put(split, byFiles.computeIfAbsent(part.files(), this::own));
              } else if (!part.from().isEmpty()) {
                pools.put(split, from(part.from(), split, parts));
              } else {
                whole[0] = whole[0] == null ? Table.joined(List.copyOf(parts.values())) : whole[0];
                pools.put(split, whole[0]);
              }
            });
    return pools;
  }

  private Table from(String part, String split, Map<String, Table> parts) {
    Table table = parts.get(part);
    if (table == null) {
      throw new DataException(
          root
              + ": splits."
              + split
              + ".from is \""
              + part
              + "\", but the data has the parts "
              + String.join(", ", parts.keySet()));
    }
    return table;
  }

  private Table own(List<String> names) {
    Path folder = Files.isDirectory(root) ? root : base;
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path file = folder.resolve(name).normalize();
      List<Path> known =
          Files.exists(file)
              ? List.of(file)
              : format.find(root, spec).getOrDefault(name, List.of());
      if (known.isEmpty()) {
        throw new DataException(file + " does not exist; correct the file names under `splits:`");
      }
      files.addAll(known);
    }
    return Table.joined(List.copyOf(format.read(files, spec).values()));
  }

  /**
   * All parts: by what the files hold, else by the files' names; {@code all} only where nothing
   * else is there.
   */
  private Map<String, Table> parts() {
    Map<String, List<Path>> found = format.find(root, spec);
    if (found.isEmpty()) {
      throw new DataException(
          root
              + " holds no files of the format "
              + format.name()
              + "; correct `format:` or `path:`");
    }
    Map<String, Table> parts = new LinkedHashMap<>();
    found.forEach(
        (part, files) -> {
          Map<String, Table> read = format.read(files, spec);
          read.forEach(
              (inner, table) ->
                  parts.put(read.size() == 1 && inner.equals("all") ? part : inner, table));
        });
    if (parts.size() > 1) {
      parts.remove("all");
    }
    Map<String, Table> ordered = new LinkedHashMap<>();
    for (String part : List.of("train", "validation", "test", "all")) {
      Table table = parts.get(part);
      if (table != null) {
        ordered.put(part, table);
      }
    }
    return ordered;
  }
}
