package dev.espalier.study;

import dev.espalier.data.Layout;
import dev.espalier.data.Layout.Kind;
import dev.espalier.study.InputParts.Blocks;
import java.util.List;

/** The parts of a record that figures are given for, by how its numbers lie. */
record Parting(Layout layout) {
  private static final int MOST_COLUMNS = 64;
  private static final String COLUMN = "column ";
  private static final int GRID = 8;
  private static final int MOST_BLOCKS = 16;

  /** What figures are given for: features, channels, bands; one part for tokens. */
  InputParts columns() {
    return switch (layout.kind()) {
      case IMAGE ->
          InputParts.named(
              "channels",
              layout.elements(),
              layout::channel,
              layout.channels(),
              i -> "channel " + i);
      case SERIES -> blocks("bands", 1, MOST_COLUMNS, "band ");
      case TABLE -> blocks("columns", -1, MOST_COLUMNS, COLUMN);
      case TOKENS -> InputParts.named("tokens", layout.elements(), i -> 0, 1, i -> "token ids");
      case IDS ->
          InputParts.named(
              "inputs", layout.elements(), i -> i, layout.elements(), layout.inputs()::get);
    };
  }

  /** What importance is asked of. */
  List<InputParts> importance() {
    return switch (layout.kind()) {
      case IMAGE -> layout.channels() > 1 ? List.of(patches(), columns()) : List.of(patches());
      case SERIES ->
          List.of(blocks("steps", 0, MOST_BLOCKS, ""), blocks("bands", 1, MOST_BLOCKS, ""));
      case TABLE, IDS -> List.of(columns());
      case TOKENS -> List.of(blocks("positions", -1, MOST_BLOCKS, ""));
    };
  }

  /** A coarse picture of the record, for telling near duplicates. */
  InputParts cells() {
    if (layout.kind() == Kind.IMAGE) {
      InputParts grid = patches();
      int each = grid.count();
      return InputParts.of(
          "cells",
          each * layout.channels(),
          layout.elements(),
          i -> layout.channel(i) * each + grid.partOf()[i]);
    }
    if (layout.kind() == Kind.SERIES) {
      Blocks time = new Blocks(layout.dims()[0], MOST_BLOCKS);
      Blocks band = new Blocks(layout.dims()[1], GRID);
      return InputParts.of(
          "cells",
          time.count() * band.count(),
          layout.elements(),
          i -> time.of(i / layout.dims()[1]) * band.count() + band.of(i % layout.dims()[1]));
    }
    return columns();
  }

  private InputParts patches() {
    Blocks down = new Blocks(layout.height(), GRID);
    Blocks right = new Blocks(layout.width(), GRID);
    return InputParts.named(
            "patches",
            layout.elements(),
            i -> down.of(layout.row(i)) * right.count() + right.of(layout.column(i)),
            down.count() * right.count(),
            p ->
                "row " + down.name(p / right.count()) + ", column " + right.name(p % right.count()))
        .inRows(down.count());
  }

  /** Blocks along one axis; -1 takes all elements as one axis. */
  private InputParts blocks(String what, int axis, int most, String word) {
    Blocks blocks = new Blocks(axis < 0 ? layout.elements() : layout.dims()[axis], most);
    int inner = axis == 0 ? layout.dims()[1] : 1;
    return InputParts.named(
        what,
        layout.elements(),
        i -> blocks.of(i / inner % blocks.length()),
        blocks.count(),
        b ->
            layout.names().isEmpty() || !word.equals(COLUMN)
                ? word + blocks.name(b)
                : blocks.name(b, layout.names()::get));
  }
}
