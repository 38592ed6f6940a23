package dev.espalier.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells the records of a data set apart by the column that DATA's {@code by} names. */
public final class Domains {
  private Domains() {}

  /**
   * {@return numbers of the records of each value, values in order; empty where no column is named}
   *
   * @param records that DATA names a column for, or not
   */
  public static Map<String, int[]> of(Dataset records) {
    Map<String, List<Integer>> numbers = new TreeMap<>();
    for (int i = 0; !records.by().isEmpty() && i < records.size(); i++) {
      numbers.computeIfAbsent(records.domain(i), v -> new ArrayList<>()).add(i);
    }
    Map<String, int[]> out = new LinkedHashMap<>();
    numbers.forEach((v, n) -> out.put(v, n.stream().mapToInt(Integer::intValue).toArray()));
    return out;
  }
}
