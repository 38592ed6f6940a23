package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Placement;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.task.LabelForm;
import dev.espalier.task.Segmentation;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How masks become class numbers of pixels, {@link #IGNORED} where one does not count: by the
 * number that DATA ignores, and by what says which pixels are valid.
 */
final class MaskCode implements Code {
  /** A pixel that does not count. */
  static final int IGNORED = -1;

  private final DataSpec spec;
  private final List<String> columns;
  private final String column;
  private final TaskKind kind;
  private final List<String> names;
  private final MaskValues values;

  /**
   * @param columns of masks and of what is valid
   */
  private MaskCode(
      DataSpec spec, List<String> columns, TaskKind kind, List<String> names, MaskValues values) {
    this.spec = spec;
    this.columns = columns;
    this.column = kind.labels() == LabelForm.NONE ? "" : columns.get(0);
    this.kind = kind;
    this.names = names;
    this.values = values;
  }

  /**
   * Whether classes of pixels are asked for: they are named, or nothing is and masks of as many
   * classes as the model scores have the size of its map.
   */
  static boolean asked(DataSpec spec, Labels labels, List<Table> tables, Wanted wanted) {
    if (!labels.task().isEmpty()) {
      return labels.task().equals(Segmentation.NAME);
    }
    if (!spec.pixels().valid().isEmpty() || spec.pixels().ignore() >= 0) {
      return true;
    }
    String column = labels.none() ? "" : MaskColumns.found(labels, tables.get(0));
    return MaskColumns.whole(column, tables)
        && PixelMap.seen(wanted, MaskColumns.placed(spec, column, tables.get(0)))
            .filter(map -> map.scores() > 0)
            .filter(map -> MaskValues.of(spec, column, tables).fit(map.classes()))
            .isPresent();
  }

  /**
   * @param wanted whose outputs say how scores lie and how many classes there are
   */
  static MaskCode learn(DataSpec spec, Labels labels, List<Table> tables, Wanted wanted) {
    Table first = tables.get(0);
    String column = labels.none() ? "" : MaskColumns.required(labels, first);
    Placement placed = column.isEmpty() ? null : MaskColumns.placed(spec, column, first);
    PixelMap map = PixelMap.of(spec.answers().outputs(), wanted, placed, first.place().of(0));
    MaskValues values = MaskValues.of(spec, column, tables);
    List<String> names =
        Stream.of(labels.classes(), wanted.classes())
            .filter(n -> !n.isEmpty())
            .findFirst()
            .orElse(List.of());
    int scored = map.classes();
    if (scored > 0 && !names.isEmpty() && names.size() != scored) {
      throw new DataException(
          "%s: the model tells %d classes of pixels apart, and the data names %d (%s); name all, in the model's order, under `labels: {classes: […]}`"
              .formatted(first.place().of(0), scored, names.size(), String.join(", ", names)));
    }
    int classes =
        scored > 0 ? scored : Math.max(2, names.isEmpty() ? values.largest() + 1 : names.size());
    values = values.within(classes);
    TaskKind kind = TaskKinds.segmentation(!column.isEmpty(), map.form());
    List<String> columns =
        Stream.of(MaskColumns.found(labels, first), spec.pixels().valid())
            .filter(c -> !c.isEmpty())
            .toList();
    return new MaskCode(spec, columns, kind, names, values);
  }

  @Override
  public int width() {
    return 0;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> classNames() {
    return names;
  }

  @Override
  public Task task(String metric, String outputs) {
    int classes = values.classes();
    String judged =
        metric.isEmpty() ? kind.metrics(classes).get(0) : Task.required(kind, metric, classes);
    return new Task(kind, judged, classes, 1);
  }

  /** INT16 {@code [H, W]}; 0 for each pixel that counts where there are no masks. */
  @Override
  public @Nullable Numbers encode(Table table) {
    String sized = column.isEmpty() ? spec.pixels().valid() : column;
    if (sized.isEmpty()) {
      return null;
    }
    Placement placement = MaskColumns.placed(spec, sized, table);
    NearestPixels pixels = new NearestPixels(placement);
    Numbers masks = column.isEmpty() ? null : MaskColumns.numbers(column, table);
    Numbers valid =
        spec.pixels().valid().isEmpty() ? null : MaskColumns.numbers(spec.pixels().valid(), table);
    if (masks != null && valid != null) {
      MaskColumns.requireAlike(masks, valid, table);
    }
    int each = pixels.size();
    if (2L * each * table.size() > DataFile.LARGEST) {
      throw new DataException(
          table.place().of(0)
              + ": masks need more than 2 GiB; shrink them with `preprocess: {resize: [height,"
              + " width]}`");
    }
    ByteBuffer out = ByteBuffer.allocate(2 * each * table.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < table.size(); row++) {
      for (int p = 0; p < each; p++) {
        int at = pixels.of(p);
        boolean counts = at >= 0 && (valid == null || valid.at(row, at) > 0);
        out.putShort(
            (short) (!counts ? IGNORED : masks == null ? 0 : values.of(masks, row, at, table)));
      }
    }
    return Numbers.dense(
        DType.INT16, out.array(), table.size(), placement.height(), placement.width());
  }
}
