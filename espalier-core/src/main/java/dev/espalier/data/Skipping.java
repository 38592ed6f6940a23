package dev.espalier.data;

import dev.espalier.files.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files and folders that cannot be read, left out as long as they are few: up to a hundredth of the
 * files, or as many as DATA's {@code skip} says.
 */
final class Skipping {
  private static final double SHARE = 0.01;
  private static final int NAMED = 5;

  private final int stated;
  private final Map<Path, String> broken = new ConcurrentSkipListMap<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * @param stated how many may be left out; negative for the share that is the default
   */
  Skipping(int stated) {
    this.stated = stated;
  }

  /** Notes one that cannot be read; any thread may. */
  void add(Path file, DataException why) {
    broken.put(file, String.valueOf(why.getMessage()));
  }

  /** Whether a file was noted as one that cannot be read. */
  boolean has(Path file) {
    return broken.containsKey(file);
  }

  /** Something that is told, and counts as no broken file. */
  void remark(String text) {
    remarks.add(text);
  }

  Collection<Path> files() {
    return List.copyOf(broken.keySet());
  }

  /**
   * What a person should know of what was left out; empty where nothing was.
   *
   * @param files that there are, those left out among them
   * @throws DataException naming the first few, where too many are broken
   */
  List<String> notes(int files) {
    if (broken.isEmpty()) {
      return List.copyOf(remarks);
    }
    int most = stated >= 0 ? stated : (int) (SHARE * files);
    String named = broken.values().stream().limit(NAMED).collect(Collectors.joining("; "));
    String more = broken.size() > NAMED ? "; and " + (broken.size() - NAMED) + " more" : "";
    String all = broken.size() + " of " + files + " files cannot be used: " + named + more;
    if (broken.size() > most) {
      throw new DataException(
          all
              + ". At most "
              + most
              + " may be left out: correct or remove them, or say `skip: "
              + broken.size()
              + "` in a DATA file (docs/DATA.md)");
    }
    return Stream.concat(Stream.of(all + "; they were left out"), remarks.stream()).toList();
  }
}
