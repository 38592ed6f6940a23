package dev.espalier.data;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.BoxDecoder;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.boxes.Truth;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Detection;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How labelled boxes become numbers that can be batched: as many for each record, the rest empty.
 */
final class BoxCode implements Code {
  private final Detection kind;
  private final List<String> classes;
  private final int count;
  private final int most;

  /**
   * @param count of classes
   * @param most boxes that a record has
   */
  private BoxCode(Detection kind, List<String> classes, int count, int most) {
    this.kind = kind;
    this.classes = classes;
    this.count = count;
    this.most = most;
  }

  /**
   * Whether the task is to find boxes: it is said to be, or boxes are there and nothing is said.
   */
  static boolean asked(DataSpec spec, List<Table> tables) {
    return spec.answers().labels().task().isEmpty()
        ? boxes(tables.get(0)) != null && spec.answers().labels().columns().isEmpty()
        : spec.answers().labels().task().equals(Detection.NAME);
  }

  /**
   * @param named class names that lie beside the data
   * @param wanted whose outputs say how many classes there are
   */
  static BoxCode learn(DataSpec spec, List<Table> tables, List<String> named, Wanted wanted) {
    BoxDecoder decoder =
        BoxDecoders.CATALOGUE
            .find(spec.answers().outputs())
            .orElseThrow(
                () ->
                    new DataException(
                        tables.get(0).place().of(0)
                            + ": the form of the detector's outputs is not given; set `outputs: NAME`. Known: "
                            + String.join(", ", BoxDecoders.CATALOGUE.names())));
    boolean told = !spec.answers().labels().none() && boxes(tables.get(0)) != null;
    if (!told && !spec.answers().labels().none()) {
      throw new DataException(
          tables.get(0).place().of(0)
              + ": the data has no boxes; name a format that has (coco, yolo, voc), or say `labels:"
              + " none`");
    }
    List<String> names =
        Stream.of(
                spec.answers().labels().classes(),
                named,
                told ? declared(tables) : wanted.classes())
            .filter(n -> !n.isEmpty())
            .findFirst()
            .orElse(List.of());
    int scored = wanted.outputs().isEmpty() ? 0 : decoder.classes(wanted.outputs());
    boolean numbered = counting(names);
    if (scored > 0 && names.size() != scored && !(numbered && names.size() < scored)) {
      throw new DataException(
          "%s: the model has %d classes, and the data names %d (%s); name all, in the model's order, under `labels: {classes: […]}`"
              .formatted(
                  tables.get(0).place().of(0), scored, names.size(), String.join(", ", names)));
    }
    int most = told ? tables.stream().mapToInt(t -> required(t).most()).max().orElse(0) : 0;
    return new BoxCode(
        new Detection(decoder, told),
        numbered ? List.of() : names,
        Math.max(scored, names.size()),
        Math.max(1, most));
  }

  /** Whether names are but the numbers of the classes, or there are none. */
  private static boolean counting(List<String> names) {
    return IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals("" + i));
  }

  /** Of all splits: the list that holds all others, or all names sorted. */
  private static List<String> declared(List<Table> tables) {
    List<List<String>> each = tables.stream().map(t -> required(t).classes()).distinct().toList();
    List<String> longest = Collections.max(each, Comparator.comparingInt(List::size));
    return each.stream().allMatch(longest::containsAll)
        ? longest
        : each.stream().flatMap(List::stream).distinct().sorted().toList();
  }

  private static @Nullable Boxes boxes(Table table) {
    return table.columns().get(Boxes.NAME) instanceof Boxes boxes ? boxes : null;
  }

  private static Boxes required(Table table) {
    Boxes boxes = boxes(table);
    if (boxes == null) {
      throw new DataException(table.place().of(0) + " has no boxes, but other splits have");
    }
    return boxes;
  }

  @Override
  public int width() {
    return kind.told() ? most * Truth.WIDTH : 0;
  }

  @Override
  public List<String> columns() {
    return List.of(Boxes.NAME);
  }

  @Override
  public List<String> classNames() {
    return classes;
  }

  @Override
  public Task task(String metric, String outputs) {
    String judged =
        metric.isEmpty() ? kind.metrics(count).get(0) : Task.required(kind, metric, count);
    return new Task(kind, judged, count, 1);
  }

  @Override
  public @Nullable Numbers encode(Table table) {
    if (!kind.told()) {
      return null;
    }
    Boxes boxes = required(table);
    double right = kind.decoder().relative() ? 1.0 / boxes.width() : 1;
    double down = kind.decoder().relative() ? 1.0 / boxes.height() : 1;
    int[] numbers = numbers(boxes, table);
    float[] all = new float[Math.multiplyExact(table.size(), width())];
    for (int r = 0; r < table.size(); r++) {
      List<Truth> own =
          boxes.values().get(r).stream()
              .map(
                  t -> {
                    Box b = t.box();
                    return new Truth(
                        new Box(
                            b.left() * right,
                            b.top() * down,
                            b.right() * right,
                            b.bottom() * down,
                            numbers[b.category()],
                            1),
                        t.mark());
                  })
              .toList();
      System.arraycopy(Truth.row(own, most), 0, all, r * width(), width());
    }
    return Numbers.floats(all, table.size(), width());
  }

  /** Of the table's classes in the model's order. */
  private int[] numbers(Boxes boxes, Table table) {
    Map<String, Integer> known = Annotated.numbered(classes);
    boolean byNumber = classes.isEmpty() || counting(boxes.classes());
    int[] numbers = new int[boxes.classes().size()];
    Arrays.setAll(numbers, i -> byNumber ? i : known.getOrDefault(boxes.classes().get(i), -1));
    for (int i = 0; i < numbers.length; i++) {
      int category = i;
      boolean used =
          boxes.values().stream()
              .flatMap(List::stream)
              .anyMatch(t -> t.box().category() == category);
      if (used && (numbers[i] < 0 || numbers[i] >= count)) {
        throw new DataException(
            table.place().of(0)
                + " and others have boxes of the class \""
                + boxes.classes().get(i)
                + "\"; known are "
                + (classes.isEmpty() ? "0 to " + (count - 1) : String.join(", ", classes)));
      }
    }
    return numbers;
  }
}
