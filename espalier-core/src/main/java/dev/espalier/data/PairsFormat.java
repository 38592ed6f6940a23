package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Id pairs of a recommender as CSV: {@code user,item} are pairs that did happen; {@code
 * user,item,label} are candidates, those of one user one below the other, one of them labelled 1.
 */
final class PairsFormat implements Format {
  private final DelimitedFormat csv = new DelimitedFormat("csv", ',');

  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public String summary() {
    return "user,item pairs that did happen, or user,item,label candidates to be ranked";
  }

  @Override
  public String source() {
    return "He et al., Neural Collaborative Filtering, WWW 2017";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    List<Path> files =
        csv.find(path).values().stream().flatMap(List::stream).filter(PairsFormat::pairs).toList();
    return DataFile.byPart(files);
  }

  private static boolean pairs(Path file) {
    return DataFile.use(
        file,
        in -> header(new String(in.readNBytes(64), java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  private static boolean header(String start) throws IOException {
    List<String> names =
        Arrays.asList(start.split("\\R", 2)[0].strip().toLowerCase(Locale.ROOT).split(","));
    return names.equals(List.of("user", "item")) || names.equals(List.of("user", "item", "label"));
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    Map<String, Table> tables = csv.read(files, spec);
    for (Table table : tables.values()) {
      for (String name : List.of("user", "item")) {
        ids(table, name);
      }
    }
    return tables;
  }

  /** A column of ids, checked: whole numbers from 0, below 2^24. */
  static int[] ids(Table table, String name) {
    Column column = table.column(name, "id pairs");
    int[] ids = new int[table.size()];
    for (int row = 0; row < ids.length; row++) {
      long id = column instanceof Numbers n && n.integral() ? n.integer(row, 0) : -1;
      if (id < 0 || id >= 1 << 24) {
        throw new DataException(
            table.place().of(row)
                + ": "
                + name
                + " \""
                + column.text(row)
                + "\" is not an id; ids are whole numbers from 0 to 16777215, numbered as in the model's embeddings");
      }
      ids[row] = (int) id;
    }
    return ids;
  }
}
