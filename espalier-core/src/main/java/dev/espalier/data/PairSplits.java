package dev.espalier.data;

import dev.espalier.data.PairRecords.Pairs;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A recommender's splits: training pairs with drawn negatives, and groups of candidates to rank.
 * Where a split to rank has no labels, each of its pairs is ranked among 99 drawn items.
 */
final class PairSplits {
  private static final int CANDIDATES = 99;
  private final DataSpec spec;
  private final Map<String, Splitter.Choice> choices;
  private final Negatives negatives;

  PairSplits(DataSpec spec, Map<String, Splitter.Choice> choices) {
    this.spec = spec;
    this.choices = choices;
    int items = 1;
    for (Splitter.Choice choice : choices.values()) {
      int[] ids = PairsFormat.ids(choice.table(), "item");
      items = Math.max(items, 1 + Arrays.stream(choice.rows()).map(r -> ids[r]).max().orElse(0));
    }
    this.negatives = new Negatives(items);
    Splitter.Choice train = choices.get("train");
    if (train != null) {
      know(train);
    }
  }

  private void know(Splitter.Choice train) {
    int[] users = PairsFormat.ids(train.table(), "user");
    int[] items = PairsFormat.ids(train.table(), "item");
    Numbers labels = labels(train.table());
    for (int row : train.rows()) {
      if (labels == null || labels.at(row, 0) > 0) {
        negatives.know(users[row], items[row]);
      }
    }
  }

  private static @Nullable Numbers labels(Table table) {
    if (!table.columns().containsKey("label")) {
      return null;
    }
    Column column = table.column("label", "ranking");
    for (int row = 0; row < table.size(); row++) {
      if (!column.text(row).matches("[01]")) {
        throw new DataException(
            table.place().of(row)
                + ": the label is out of range; it must be 0 or 1, not "
                + column.text(row));
      }
    }
    return (Numbers) column;
  }

  /** Data sets by split, and the size of the groups that are ranked. */
  record Ranked(Map<String, Dataset> sets, int groupSize) {}

  Ranked sets(List<Features.Binding> bindings) {
    Map<String, Dataset> sets = new LinkedHashMap<>();
    int group = 0;
    for (Map.Entry<String, Splitter.Choice> entry : choices.entrySet()) {
      Splitter.Choice choice = entry.getValue();
      boolean training = entry.getKey().equals("train");
      Numbers labels = labels(choice.table());
      Pairs pairs =
          labels != null
              ? stated(choice, labels)
              : drawn(choice, training ? spec.feeding().negatives() : CANDIDATES);
      sets.put(entry.getKey(), new PairRecords(bindings, pairs, negatives));
      if (!training) {
        int size = groupSize(pairs, choice);
        if (group != 0 && group != size) {
          throw new DataException(
              choice.table().place().of(0)
                  + ": "
                  + size
                  + " candidates a user, but "
                  + group
                  + " in the validation split; both must rank equally many");
        }
        group = size;
      }
    }
    return new Ranked(sets, group == 0 ? CANDIDATES + 1 : group);
  }

  private static Pairs stated(Splitter.Choice choice, Numbers labels) {
    int[] users = PairsFormat.ids(choice.table(), "user");
    int[] items = PairsFormat.ids(choice.table(), "item");
    int[] rows = choice.rows();
    float[] out = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      out[i] = (float) labels.at(rows[i], 0);
    }
    return new Pairs(
        Arrays.stream(rows).map(r -> users[r]).toArray(),
        Arrays.stream(rows).map(r -> items[r]).toArray(),
        out,
        false);
  }

  private Pairs drawn(Splitter.Choice choice, int each) {
    int[] users = PairsFormat.ids(choice.table(), "user");
    int[] items = PairsFormat.ids(choice.table(), "item");
    long total = (long) choice.rows().length * (each + 1);
    if (total > 1 << 28) {
      throw new DataException(
          choice.table().place().of(0) + ": " + total + " pairs are too many; lower `negatives:`");
    }
    int[] outUsers = new int[(int) total];
    int[] outItems = new int[(int) total];
    float[] labels = new float[(int) total];
    SplittableRandom random = new SplittableRandom(spec.division().seed());
    int at = 0;
    for (int row : choice.rows()) {
      for (int i = 0; i <= each; i++, at++) {
        outUsers[at] = users[row];
        outItems[at] = i == 0 ? items[row] : negatives.draw(users[row], random);
        labels[at] = i == 0 ? 1 : 0;
      }
    }
    return new Pairs(outUsers, outItems, labels, true);
  }

  /** Checks that candidates come in groups of one size, of one user each, with one positive. */
  private static int groupSize(Pairs pairs, Splitter.Choice choice) {
    int total = pairs.users().length;
    int size = 1;
    while (size < total
        && pairs.users()[size] == pairs.users()[0]
        && (pairs.labels()[size] == 0 || !pairs.drawn())) {
      size++;
    }
    for (int from = 0; from < total; from += size) {
      int positives = 0;
      for (int i = from; i < Math.min(total, from + size); i++) {
        positives += (int) pairs.labels()[i];
        if (pairs.users()[i] != pairs.users()[from]) {
          throw uneven(choice, pairs, from);
        }
      }
      if (positives != 1 || from + size > total) {
        throw uneven(choice, pairs, from);
      }
    }
    return size;
  }

  private static DataException uneven(Splitter.Choice choice, Pairs pairs, int from) {
    int row = pairs.drawn() ? 0 : choice.rows()[from];
    return new DataException(
        choice.table().place().of(row)
            + ": the candidates of user "
            + pairs.users()[from]
            + " cannot be ranked; each user needs equally many consecutive rows, exactly one of them labelled 1");
  }
}
