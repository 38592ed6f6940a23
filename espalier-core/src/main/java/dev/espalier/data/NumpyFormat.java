package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NPZ (a zip of named arrays) and NPY (one array a file). Words such as {@code train} in an array's
 * name say its part: {@code train_images} is the column {@code images} of the part {@code train}.
 */
final class NumpyFormat implements Format {
  private static final int MOST_ARRAYS = 1000;

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String summary() {
    return "named arrays of NumPy: a zip of them (.npz), or one a file (.npy)";
  }

  @Override
  public String source() {
    return "Kern, A simple file format for NumPy arrays, NEP 1, 2007";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    if (!Files.isDirectory(path)) {
      return DataFile.name(path).matches(".*\\.np[yz]") ? DataFile.byPart(List.of(path)) : Map.of();
    }
    List<Path> files = DataFile.list(path);
    List<Path> zips = files.stream().filter(f -> DataFile.name(f).endsWith(".npz")).toList();
    if (!zips.isEmpty()) {
      return DataFile.byPart(zips);
    }
    List<Path> arrays = files.stream().filter(f -> DataFile.name(f).endsWith(".npy")).toList();
    return arrays.isEmpty() ? Map.of() : Map.of("all", arrays);
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    if (files.stream().allMatch(f -> DataFile.name(f).endsWith(".npy"))) {
      Map<String, Column> arrays = new LinkedHashMap<>();
      for (Path file : files) {
        String stem = DataFile.name(file).replaceFirst("\\.npy$", "");
        arrays.put(stem, DataFile.use(file, in -> NpyArray.read(in, file.toString())));
      }
      return byPart(String.valueOf(files.get(0)), arrays, spec.named());
    }
    Map<String, List<Table>> parts = new LinkedHashMap<>();
    for (Path file : files) {
      byPart(file.toString(), arrays(file), spec.named())
          .forEach((part, table) -> parts.computeIfAbsent(part, p -> new ArrayList<>()).add(table));
    }
    Map<String, Table> joined = new LinkedHashMap<>();
    parts.forEach((part, tables) -> joined.put(part, Table.joined(tables)));
    return joined;
  }

  private static Map<String, Column> arrays(Path file) {
    Map<String, Column> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ARRAYS) {
        throw new DataException(
            file + " holds " + zip.size() + " arrays; at most " + MOST_ARRAYS + " are read");
      }
      Unpacking unpacking = Unpacking.zip(file);
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        if (entry.getName().endsWith(".npy")) {
          String name = entry.getName().substring(0, entry.getName().length() - 4);
          try (InputStream in = unpacking.of(zip.getInputStream(entry))) {
            Column column = NpyArray.read(in, file + ", array " + name);
            if (arrays.put(name, column) != null) {
              throw new DataException(file + " holds the array " + name + " twice; keep one");
            }
          }
        }
      }
    } catch (ZipException e) {
      throw new DataException(
          file + " is not a valid NPZ file (" + e.getMessage() + "): get a new copy of it", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
    if (arrays.isEmpty()) {
      throw new DataException(file + " holds no arrays (entries that end in .npy)");
    }
    return arrays;
  }

  /**
   * @param named columns that the DATA file names: arrays of another length than theirs are left
   *     out
   */
  private static Map<String, Table> byPart(
      String file, Map<String, Column> arrays, Set<String> named) {
    Map<String, Map<String, Column>> parts = new LinkedHashMap<>();
    arrays.forEach(
        (name, column) -> {
          String part = named.contains(name) ? "all" : DataFile.part(name);
          String rest = part.equals("all") ? name : without(name, named);
          parts
              .computeIfAbsent(part, p -> new LinkedHashMap<>())
              .put(rest.isEmpty() ? name : rest, column);
        });
    Map<String, Table> tables = new LinkedHashMap<>();
    parts.forEach(
        (part, columns) -> {
          columns.entrySet().stream()
              .filter(column -> named.contains(column.getKey()))
              .findFirst()
              .map(column -> column.getValue().size())
              .ifPresent(
                  records ->
                      columns
                          .entrySet()
                          .removeIf(
                              e -> e.getValue().size() != records && !named.contains(e.getKey())));
          tables.put(part, Table.of(file, columns));
        });
    return tables;
  }

  /** Without the words that say a part; of a column that DATA names, without the first of them. */
  private static String without(String name, Set<String> named) {
    int first = name.indexOf('_');
    if (first > 0 && named.contains(name.substring(first + 1))) {
      return name.substring(first + 1);
    }
    List<String> words = new ArrayList<>();
    for (String word : name.split("_")) {
      if (DataFile.part(word).equals("all")) {
        words.add(word);
      }
    }
    return String.join("_", words);
  }
}
