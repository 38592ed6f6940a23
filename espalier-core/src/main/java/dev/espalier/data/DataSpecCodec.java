package dev.espalier.data;

import dev.espalier.boxes.BoxDecoders;
import dev.espalier.catalogue.Nearest;
import dev.espalier.feed.Preprocess;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Reason;
import dev.espalier.task.Detection;
import dev.espalier.task.Segmentation;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads DATA files strictly: unknown keys, wrong types and unknown names are errors that name the
 * line and the remedy.
 */
final class DataSpecCodec {
  private static final int LARGEST = 1 << 20;
  private static final int MOST_STEPS = 1 << 16;
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
  private static final Pattern ITEM = Pattern.compile("^\\s*- ");

  private DataSpecCodec() {}

  static DataSpec read(Path file) {
    String text = text(file);
    try {
      DataSpec spec = MAPPER.readValue(text, DataSpec.class);
      if (spec == null) {
        throw new DataException(
            file + " is empty; it must at least name a `path:` (see docs/DATA.md)");
      }
      check(spec, file);
      return spec;
    } catch (UnrecognizedPropertyException e) {
      throw new DataException(
          where(file, text, e) + ": unknown key \"" + e.getPropertyName() + "\"" + hint(e), e);
    } catch (JacksonException e) {
      throw new DataException(where(file, text, e) + ": " + Json.words(e), e);
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new DataException(
            file + " is too large for a DATA file; name the data itself in its `path:`");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read as UTF-8 text: " + Reason.of(e), e);
    }
  }

  private static void check(DataSpec spec, Path file) {
    oneOf(file, "format", spec.source().format(), Formats.names());
    for (String split : spec.division().splits().keySet()) {
      oneOf(file, "splits", split, List.of("train", "validation", "test"));
    }
    oneOf(file, "task", spec.answers().task(), kinds());
    if (spec.answers().labels().task().equals(Detection.NAME)) {
      oneOf(file, "outputs", spec.answers().outputs(), BoxDecoders.CATALOGUE.names());
    }
    oneOf(file, "labels.task", spec.answers().labels().task(), kinds());
    require(
        spec.answers().task().isEmpty()
            || spec.answers().task().equals(spec.answers().labels().task()),
        file,
        "`task: "
            + spec.answers().task()
            + "` and `labels: {task: "
            + spec.answers().labels().task()
            + "}` contradict each other; say one of them");
    tasks(spec, file);
    pairs(spec, file);
    masks(spec, file);
    Preprocess p = spec.feeding().preprocess();
    oneOf(file, "preprocess.layout", p.layout(), List.of("NCHW", "NHWC"));
    oneOf(file, "preprocess.dataLayout", p.dataLayout(), List.of("HW", "HWC", "CHW"));
    oneOf(file, "augment.flip", spec.feeding().augment().flip(), List.of("none", "horizontal"));
    require(
        p.channels() == 0 || p.channels() == 1 || p.channels() == 3,
        file,
        "preprocess.channels must be 1 or 3");
    require(spec.feeding().augment().crop() >= 0, file, "augment.crop must not be negative");
    require(
        spec.feeding().inputs().values().stream().noneMatch(i -> i.columns().isEmpty()),
        file,
        "each of inputs must name a column");
    oneOf(file, "domain.outputs", spec.division().domain().outputs(), List.of("all", "narrow"));
    require(
        !spec.division().domain().narrow() || !spec.division().domain().classes().isEmpty(),
        file,
        "domain.outputs: narrow needs domain.classes: the classes whose outputs are kept");
    require(
        spec.division().domain().column().isEmpty() == spec.division().domain().values().isEmpty(),
        file,
        "domain.column and domain.values belong together: a column, and the values that are kept");
    windows(spec, file);
    require(
        spec.feeding().negatives() >= 0 && spec.feeding().negatives() <= 1000,
        file,
        "negatives must be 0 to 1000");
    require(
        spec.feeding().length() >= 0 && spec.feeding().length() <= 1 << 20,
        file,
        "length must be 0 to 1048576");
    size(p.resize(), "resize", file);
    size(p.letterbox(), "letterbox", file);
    require(
        p.resize().isEmpty() || p.letterbox().isEmpty(),
        file,
        "preprocess.resize and preprocess.letterbox contradict each other; say one of them");
    require(p.fill() >= 0 && p.fill() <= 255, file, "preprocess.fill must be 0 to 255");
    require(
        p.std().stream().allMatch(s -> Double.isFinite(s) && s != 0),
        file,
        "preprocess.std must not hold zeros");
    require(
        Double.isFinite(p.scale()) && p.mean().stream().allMatch(Double::isFinite),
        file,
        "preprocess.scale and preprocess.mean must be finite numbers");
  }

  private static void size(List<Integer> size, String key, Path file) {
    require(
        size.isEmpty() || size.size() == 2 && size.stream().allMatch(s -> s > 0 && s <= 1 << 14),
        file,
        "preprocess." + key + " must be [height, width]");
  }

  private static void windows(DataSpec spec, Path file) {
    Window window = spec.feeding().window();
    require(
        window.length() >= 0
            && window.length() <= MOST_STEPS
            && window.horizon() >= 0
            && window.horizon() <= MOST_STEPS
            && window.stride() >= 0,
        file,
        "window needs a length from 1 to 65536, a horizon from 0 to 65536 and a stride of at least"
            + " 1");
    require(
        !window.none() || window.horizon() + window.stride() == 0,
        file,
        "window needs a length: the rows that feed the model");
    require(
        window.none()
            || spec.division().domain().all()
                && spec.feeding().augment().none()
                && spec.answers().tasks().isEmpty(),
        file,
        "windows of a series know no `domain:`, `augment:` and `tasks:`; leave them out");
    require(
        window.none()
            || spec.feeding().preprocess().layout().isEmpty()
                && spec.feeding().preprocess().dataLayout().isEmpty(),
        file,
        "windows of a series are rows of columns, which is seen from the model's input; leave out"
            + " `preprocess.layout` and `preprocess.dataLayout`");
    require(
        window.none()
            || spec.division().splits().values().stream().allMatch(p -> p.files().size() < 2),
        file,
        "windows are cut from one series; give each split one file, with its rows in the order of"
            + " time");
  }

  private static void masks(DataSpec spec, Path file) {
    String task = spec.answers().labels().task();
    boolean segmentation = task.isEmpty() || task.equals(Segmentation.NAME);
    require(
        segmentation || spec.pixels().valid().isEmpty() && spec.pixels().ignore() < 0,
        file,
        "`valid:` and `ignore:` are for `task: segmentation`, and the task is "
            + task
            + "; leave them out");
    require(
        spec.pixels().ignore() >= -1 && spec.pixels().ignore() < Short.MAX_VALUE,
        file,
        "ignore must be a number of pixels in masks, 0 to " + (Short.MAX_VALUE - 1));
    require(
        !spec.pixels().images().isBlank() && !spec.pixels().masks().isBlank(),
        file,
        "images and masks must name folders, as in {images: images, masks: masks}");
  }

  /** Names of tasks that may be asked for. */
  private static List<String> kinds() {
    return TaskKinds.CATALOGUE.members().stream()
        .filter(TaskKind::stated)
        .map(TaskKind::name)
        .toList();
  }

  /** Several tasks must be told apart, and leave no second way to say the same. */
  private static void tasks(DataSpec spec, Path file) {
    List<DataAnswers.OutputTask> tasks = spec.answers().tasks();
    require(
        tasks.isEmpty()
            || spec.answers().labels().columns().isEmpty() && spec.answers().metric().isEmpty(),
        file,
        "`tasks:` and `labels:` or `metric:` beside it contradict each other; say labels and metric"
            + " within each of the tasks");
    Set<String> outputs = new HashSet<>();
    for (DataAnswers.OutputTask task : tasks) {
      require(
          !task.output().isEmpty() && !task.labels().named().isEmpty(),
          file,
          "each of tasks must name an output of the model and its labels, as in {output: digit,"
              + " labels: label}");
      require(
          outputs.add(task.output()),
          file,
          "tasks name the output \"" + task.output() + "\" twice; give it one task");
      require(
          Double.isFinite(task.weight()) && task.weight() > 0,
          file,
          "the weight of the task of \""
              + task.output()
              + "\" must be more than 0; leave a task out that does not count");
      oneOf(file, "tasks.labels.task", task.labels().task(), kinds());
    }
    require(
        tasks.stream().map(t -> t.labels().none()).distinct().count() < 2,
        file,
        "some of tasks have `labels: none` and some have labels; give labels to all, or to none");
  }

  private static void pairs(DataSpec spec, Path file) {
    List<DataAnswers.Labels> all = new ArrayList<>(List.of(spec.answers().labels()));
    spec.answers().tasks().forEach(t -> all.add(t.labels()));
    for (DataAnswers.Labels labels : all) {
      require(
          labels.pair().isEmpty() ? labels.score().isEmpty() : labels.pair().size() == 2,
          file,
          "labels.pair must name two columns of texts, as in {pair: [sentence1, sentence2], score:"
              + " score}");
      require(
          labels.pair().isEmpty()
              || labels.columns().isEmpty() && labels.task().equals(TaskKinds.EMBEDDING.name()),
          file,
          "labels.pair is for `task: embedding`, and stands in the place of labels.columns");
    }
  }

  private static void require(boolean holds, Path file, String message) {
    if (!holds) {
      throw new DataException(file + ": " + message);
    }
  }

  private static void oneOf(Path file, String key, String value, List<String> known) {
    if (!value.isEmpty() && !known.contains(value)) {
      throw new DataException(
          file
              + ": "
              + key
              + " knows no \""
              + value
              + "\"; did you mean \""
              + Nearest.to(value, known)
              + "\"? Known: "
              + String.join(", ", known));
    }
  }

  private static String hint(UnrecognizedPropertyException e) {
    Set<String> known =
        e.getReferringClass() == DataSpec.class ? keys() : properties(e.getKnownPropertyIds());
    return known.isEmpty()
        ? ""
        : "; did you mean \""
            + Nearest.to(e.getPropertyName(), known)
            + "\"? Known: "
            + String.join(", ", known);
  }

  private static Set<String> properties(@Nullable Collection<Object> ids) {
    Set<String> known = new TreeSet<>();
    if (ids != null) {
      ids.forEach(id -> known.add(String.valueOf(id)));
    }
    return known;
  }

  /** The keys at the top of a DATA file: those of the parts of its description. */
  static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (RecordComponent part : DataSpec.class.getRecordComponents()) {
      for (RecordComponent key : part.getType().getRecordComponents()) {
        keys.add(key.getName());
      }
    }
    return keys;
  }

  /** File, line and key. What the mapper buffers has lost its lines, so they are looked up. */
  private static String where(Path file, String text, JacksonException e) {
    List<JacksonException.Reference> path =
        e instanceof DatabindException ? e.getPath() : List.of();
    String keys =
        path.stream()
            .map(JacksonException.Reference::getPropertyName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    TokenStreamLocation at = e.getLocation();
    int line = keys.isEmpty() ? at == null ? -1 : at.getLineNr() : 1 + line(text, path);
    return file + (line < 1 ? "" : ", line " + line) + (keys.isEmpty() ? "" : ", at " + keys);
  }

  /** Where a path of keys and places ends, each looked for from the one before; -1 if nowhere. */
  private static int line(String text, List<JacksonException.Reference> path) {
    List<String> lines = text.lines().map(l -> COMMENT.matcher(l).replaceFirst("")).toList();
    int line = 0;
    for (JacksonException.Reference step : path) {
      String key = step.getPropertyName();
      Pattern wanted =
          key == null
              ? ITEM
              : Pattern.compile("(^|[\\s{,\"'])" + Pattern.quote(key) + "[\"']?\\s*:");
      List<Integer> found =
          IntStream.range(line, lines.size())
              .filter(i -> wanted.matcher(lines.get(i)).find())
              .boxed()
              .toList();
      int which = key == null ? step.getIndex() : 0;
      if (found.size() > which) {
        line = found.get(which);
      } else if (key != null) {
        return -2;
      }
    }
    return line;
  }
}
