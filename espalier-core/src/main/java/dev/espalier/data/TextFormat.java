package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.files.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plain text in UTF-8. A record is what stands between lines of {@code <|endoftext|>}; in a file
 * without such lines, between empty lines.
 */
final class TextFormat implements TextFileFormat {
  /** Its only column. */
  static final String TEXT = "text";

  private static final String END = "<|endoftext|>";

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String summary() {
    return "plain text, in records between lines of <|endoftext|> or empty lines";
  }

  @Override
  public String source() {
    return "Radford et al., Language Models are Unsupervised Multitask Learners, 2019 (the"
        + " separator)";
  }

  @Override
  public boolean named(String file) {
    return file.endsWith(".txt");
  }

  @Override
  public Table table(BufferedReader in, Path file, DataSpec spec) throws IOException {
    List<String> lines = new ArrayList<>();
    long length = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add(lines.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line);
      length += line.length();
      if (length > Limit.TABLE_FIELDS.value()) {
        throw new DataException(
            file
                + " has too many characters in all ("
                + Limit.TABLE_FIELDS.remedy()
                + "); split it into several files");
      }
    }
    boolean marked = lines.stream().anyMatch(l -> l.strip().equals(END));
    List<String> texts = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= lines.size(); i++) {
      if (i == lines.size()
          || (marked ? lines.get(i).strip().equals(END) : lines.get(i).isBlank())) {
        String text = String.join("\n", lines.subList(from, i)).strip();
        if (!text.isEmpty()) {
          texts.add(text);
          at.add(from + 1);
        }
        from = i + 1;
      }
    }
    if (texts.isEmpty()) {
      throw new DataException(file + " holds no text");
    }
    int[] starts = at.stream().mapToInt(Integer::intValue).toArray();
    return new Table(
        Map.of(TEXT, new Texts(texts)), texts.size(), row -> file + ", line " + starts[row]);
  }
}
