package dev.espalier.data;

import dev.espalier.feed.Feed;
import dev.espalier.feed.Geometry;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Preprocess;
import dev.espalier.feed.Preprocessing;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How one input of the model is fed from any of the tables, the same way in all.
 *
 * @param binding the input and its columns
 * @param numbers what each table holds for it
 * @param geometry how records lie in the input
 * @param preprocess with mean and standard deviation settled
 */
record FeedPlan(
    Features.Binding binding,
    Map<Table, Numbers> numbers,
    Geometry geometry,
    Preprocess preprocess) {

  static FeedPlan of(
      Features.Binding binding,
      Features features,
      DataSpec spec,
      Map<String, Splitter.Choice> choices) {
    Table first = choices.values().iterator().next().table();
    Map<Table, Numbers> numbers = features.numbers(binding, Splitter.tables(choices));
    Numbers row = Objects.requireNonNull(numbers.get(first));
    numbers.forEach((table, column) -> alike(row, first, column, table));
    numbers.forEach((table, column) -> features.requireFinite(binding, table, column));
    Windows windows = new Windows(spec.feeding().window());
    numbers.replaceAll((table, column) -> windows.past(column));
    Numbers sample = Objects.requireNonNull(numbers.get(first));
    Geometry series = windows.geometry(sample, binding.info(), first.place().of(0));
    Geometry geometry =
        series != null
            ? series
            : Geometry.fit(
                sample.shape(), spec.feeding().preprocess(), binding.info(), first.place().of(0));
    if (!spec.feeding().augment().none() && geometry.sizes()[1] == 1) {
      throw new DataException(
          first.place().of(0) + ": `augment:` is for images; take it out of the DATA file");
    }
    return new FeedPlan(binding, numbers, geometry, settled(spec, geometry, choices, numbers));
  }

  private static void alike(Numbers sample, Table first, Numbers other, Table table) {
    if (!java.util.Arrays.equals(sample.shape(), other.shape())) {
      throw new DataException(
          table.place().of(0)
              + " holds "
              + Table.describe(other)
              + ", but "
              + first.place().of(0)
              + " holds "
              + Table.describe(sample)
              + "; all splits must hold records of one shape");
    }
  }

  private static Preprocess settled(
      DataSpec spec,
      Geometry geometry,
      Map<String, Splitter.Choice> choices,
      Map<Table, Numbers> numbers) {
    if (!spec.feeding().preprocess().standardise()) {
      return spec.feeding().preprocess();
    }
    Splitter.Choice train = choices.get("train");
    if (train == null) {
      throw new DataException(
          "preprocess.standardise needs training examples; name a train split, or give mean and"
              + " std");
    }
    Numbers column = Objects.requireNonNull(numbers.get(train.table()));
    return Features.standardised(spec.feeding().preprocess(), column, geometry, train.rows());
  }

  Feed feed(Table table) {
    Numbers column = Objects.requireNonNull(numbers.get(table));
    return new Feed(new Feed.Target(binding.name(), type(column), geometry), column, preprocess);
  }

  private DType type(Numbers column) {
    return binding.type() != null
        ? binding.type()
        : column.integral() && column.shape().length == 0 ? DType.INT64 : DType.FLOAT;
  }

  /** Whether it is fed the tokens of texts. */
  boolean texts(Table table) {
    return !(table.columns().get(binding.columns().get(0)) instanceof Numbers);
  }

  /** Whether it is fed numbers of tokens. */
  boolean ids(Table table) {
    Numbers column = numbers.get(table);
    return column != null
        && column.integral()
        && column.length() > 1
        && TokenPart.of(binding.name()) == TokenPart.IDS;
  }

  /** What a program needs to feed records of its own. */
  Preprocessing.Input described() {
    Table table = numbers.keySet().iterator().next();
    Numbers column = Objects.requireNonNull(numbers.get(table));
    return new Preprocessing.Input(
        binding.name(),
        type(column),
        texts(table) ? List.of() : binding.columns(),
        column.shape(),
        geometry,
        preprocess);
  }
}
