package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A word a line with its tags, in columns between blanks or tabs; an empty line ends a sentence,
 * which is a record. Each column holds what a sentence's lines have there, one behind the other.
 *
 * <p>Lines that begin with {@code -DOCSTART-} are left out, and so are comments: lines before the
 * first word of a sentence that begin with # and have another number of fields than there are
 * columns.
 */
final class ConllFormat implements TextFileFormat {
  private static final String DOCUMENT = "-DOCSTART-";

  @Override
  public String name() {
    return "conll";
  }

  @Override
  public String summary() {
    return "a word a line with its tags in columns, an empty line between sentences";
  }

  @Override
  public String source() {
    return "Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared Task, 2003";
  }

  @Override
  public boolean named(String file) {
    return file.matches(".*\\.(conll|bio|iob|iob2)");
  }

  @Override
  public Table table(BufferedReader in, Path file, DataSpec spec) throws IOException {
    Sentences sentences = new Sentences(file, spec.source().columns());
    int line = 0;
    for (String text = line(in, file); text != null; text = line(in, file)) {
      sentences.add(text, ++line);
    }
    return sentences.table();
  }

  private static @Nullable String line(BufferedReader in, Path file) throws IOException {
    return JsonLinesFormat.line(in, file.toString(), "each line must be one word with its tags");
  }

  /** What has been read of a file. */
  private static final class Sentences {
    private final Path file;
    private List<String> names;
    private final List<List<StringBuilder>> columns = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private boolean open;

    Sentences(Path file, List<String> names) {
      this.file = file;
      this.names = names;
    }

    void add(String text, int line) {
      List<String> fields =
          TokenWords.of(line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
      if (fields.isEmpty() || fields.get(0).equals(DOCUMENT)) {
        open = false;
        return;
      }
      if (comment(fields)) {
        return;
      }
      names = names.isEmpty() ? usual(fields.size()) : names;
      if (fields.size() != names.size()) {
        throw new DataException(
            "%s, line %d: %d fields, but there are %d columns (%s); correct the line, or name the columns with `columns:` in the DATA file"
                .formatted(file, line, fields.size(), names.size(), String.join(", ", names)));
      }
      word(fields, line);
    }

    private boolean comment(List<String> fields) {
      String first = fields.get(0);
      return !open
          && (names.isEmpty()
              ? first.equals("#")
              : first.startsWith("#") && fields.size() != names.size());
    }

    private static List<String> usual(int fields) {
      return IntStream.range(0, fields)
          .mapToObj(i -> i == 0 ? "word" : i == fields - 1 ? "tag" : "c" + i)
          .toList();
    }

    private void word(List<String> fields, int line) {
      if (!open) {
        columns.add(names.stream().map(n -> new StringBuilder()).toList());
        lines.add(line);
        open = true;
      }
      List<StringBuilder> sentence = columns.get(columns.size() - 1);
      for (int i = 0; i < fields.size(); i++) {
        StringBuilder column = sentence.get(i);
        column.append(column.isEmpty() ? "" : " ").append(fields.get(i));
      }
    }

    Table table() {
      if (lines.isEmpty()) {
        throw new DataException(file + " holds no sentences");
      }
      if (new HashSet<>(names).size() != names.size()) {
        throw new DataException(file + ": column names must differ: " + String.join(", ", names));
      }
      Map<String, Column> table = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        int column = i;
        table.put(
            names.get(i), new Texts(columns.stream().map(s -> s.get(column).toString()).toList()));
      }
      int[] at = lines.stream().mapToInt(Integer::intValue).toArray();
      return new Table(table, at.length, row -> file + ", line " + at[row]);
    }
  }
}
