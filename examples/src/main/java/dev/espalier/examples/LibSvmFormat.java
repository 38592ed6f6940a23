package dev.espalier.examples;

import dev.espalier.data.DataFile;
import dev.espalier.data.DataSpec;
import dev.espalier.data.Format;
import dev.espalier.data.Table;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data format: the sparse text of LIBSVM and SVMLight, a line {@code label index:value
 * index:value} a record, indices from 1, what is not named 0, comments behind {@code #}. It becomes
 * the columns {@code label} and {@code features}, an array as wide as the largest index of all such
 * files in the folder: a split may well lack the last features.
 *
 * <p>To copy: {@link #find} says which files are of this format and which part each is, {@link
 * #read} turns them into a {@link Table} of named columns. Everything else (labels, splits, what
 * feeds the model) follows from the table. Errors name file, line and remedy. Named in {@code
 * META-INF/services/dev.espalier.data.Format}; DATA may say {@code format: libsvm}.
 */
public final class LibSvmFormat implements Format {
  /** Dense, this is what one array holds. */
  private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

  @Override
  public String name() {
    return "libsvm";
  }

  @Override
  public String summary() {
    return "sparse records, label index:value a line";
  }

  @Override
  public String source() {
    return "Chang and Lin, LIBSVM: A Library for Support Vector Machines, ACM TIST 2011";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    List<Path> files = Files.isDirectory(path) ? DataFile.list(path) : List.of(path);
    return DataFile.byPart(files.stream().filter(LibSvmFormat::named).toList());
  }

  private static boolean named(Path file) {
    return DataFile.name(file).matches(".*\\.(libsvm|svmlight|svm)");
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    int width = width(files);
    return Map.of(
        "all", Table.joined(files.stream().map(file -> table(file, lines(file), width)).toList()));
  }

  /** The largest index in these files and those beside them. */
  private int width(List<Path> files) {
    return files.stream()
        .map(file -> file.toAbsolutePath().getParent())
        .distinct()
        .flatMap(folder -> find(folder).values().stream().flatMap(List::stream))
        .flatMap(file -> lines(file).stream())
        .mapToInt(SparseLine::width)
        .max()
        .orElse(0);
  }

  private static List<SparseLine> lines(Path file) {
    return DataFile.use(file, in -> lines(in, file));
  }

  private static List<SparseLine> lines(InputStream in, Path file) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    List<SparseLine> lines = new ArrayList<>();
    int number = 0;
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      number++;
      String record = text.replaceFirst("#.*", "").strip();
      if (!record.isEmpty()) {
        lines.add(SparseLine.parse(record, file + ", line " + number));
      }
    }
    return lines;
  }

  private static Table table(Path file, List<SparseLine> lines, int width) {
    if (lines.isEmpty()) {
      throw new DataException(file + " holds no records; bring it again, or leave it out");
    }
    if ((long) lines.size() * width > MOST_VALUES) {
      throw new DataException(
          file + " has more than 2 GiB of values when zeros are written out; split it");
    }
    float[] values = new float[lines.size() * width];
    for (int row = 0; row < lines.size(); row++) {
      lines.get(row).into(values, row * width);
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("label", labels(lines));
    columns.put("features", Numbers.floats(values, lines.size(), width));
    return new Table(columns, lines.size(), row -> lines.get(row).place());
  }

  /** Whole numbers where all are whole, which are classes; else what is to be estimated. */
  private static Column labels(List<SparseLine> lines) {
    double[] labels = lines.stream().mapToDouble(SparseLine::label).toArray();
    boolean whole = true;
    int[] classes = new int[labels.length];
    float[] numbers = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = (int) labels[i];
      numbers[i] = (float) labels[i];
      whole &= classes[i] == labels[i];
    }
    return whole ? Numbers.ints(classes, labels.length) : Numbers.floats(numbers, labels.length);
  }
}
