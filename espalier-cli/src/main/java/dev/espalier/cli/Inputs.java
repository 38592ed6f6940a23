package dev.espalier.cli;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands read: data that fits a model, and one of its splits. */
final class Inputs {
  private Inputs() {}

  static Splits data(Path data, Model model) {
    return data(data, model, "");
  }

  /**
   * @param by a column or array that figures are split by; empty to leave it to the DATA file
   */
  static Splits data(Path data, Model model, String by) {
    return DataSource.open(data, model, by);
  }

  /**
   * @throws DataException naming the splits that there are
   */
  static Dataset split(Splits splits, String name) {
    Map<String, Dataset> all = new LinkedHashMap<>();
    put(all, "train", splits.train());
    put(all, "validation", splits.validation());
    put(all, "test", splits.test());
    Dataset found = all.get(name);
    if (found == null) {
      List<String> names = new ArrayList<>(all.keySet());
      throw new DataException(
          splits.source() + " has no split '" + name + "'; it has " + String.join(", ", names));
    }
    return found;
  }

  /**
   * @throws DataException where a number of an option is below 1
   */
  static void positive(String option, List<Integer> numbers) {
    for (int number : numbers) {
      if (number < 1) {
        throw new DataException(option + " must be at least 1, not " + number);
      }
    }
  }

  private static void put(
      Map<String, Dataset> all, String name, @org.jspecify.annotations.Nullable Dataset data) {
    if (data != null) {
      all.put(name, data);
    }
  }
}
