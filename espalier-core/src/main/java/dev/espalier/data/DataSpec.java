package dev.espalier.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.espalier.feed.Preprocess;
import dev.espalier.task.TaskKinds;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a DATA file says, with every default (docs/DATA.md explains each key with examples).
 *
 * @param format a name of {@link Format}; empty to recognise it
 * @param path a file or folder, relative to the DATA file
 * @param columns names for the columns of CSV and TSV files that have no header line
 * @param splits what is in {@code train}, {@code validation} and {@code test}; empty for what
 *     format or file names say
 * @param seed of fractions and of drawn negatives
 * @param trainSeen whether the original was trained on the training examples
 * @param labels what is to be predicted
 * @param task the kind of task; empty for that of {@code labels}, or to recognise it
 * @param inputs for each input of the model, what feeds it; empty to match by name and shape
 * @param tokenizer a tokenizer.json for text columns, relative to the DATA file; empty looks for
 *     one beside it
 * @param length tokens that a text is padded or cut to where the model leaves that open; 0 for the
 *     longest, up to 512
 * @param preprocess from stored to model values
 * @param augment random changes of training images
 * @param metric what quality is measured in; empty for the usual one of the task
 * @param negatives drawn pairs for each positive pair of a recommender's training examples
 * @param tasks what several outputs of the model are to say; empty for one output and {@code
 *     labels}
 * @param by a column or array that figures are split by
 * @param domain what the splits are narrowed down to; all of them by default
 * @param outputs how the outputs are read, where the task has several ways: of embeddings the
 *     pooling, of a detector a name of {@link dev.espalier.boxes.BoxDecoder}
 * @param window how series are cut into records; one row each where nothing is said
 * @param images the folder of images that have masks
 * @param masks the folder of their masks
 * @param valid what says which pixels count, those that are not zero: a folder beside the masks, or
 *     an array; empty where all do
 * @param ignore the number of pixels in masks that count for nothing; negative for 255 beside other
 *     numbers than 0
 * @param generated whether the records were drawn at random, which is said wherever they are used
 * @param skip how many broken files may be left out of each part; negative for a hundredth of them
 */
public record DataSpec(
    String format,
    String path,
    List<String> columns,
    Map<String, Part> splits,
    Long seed,
    Boolean trainSeen,
    Labels labels,
    String task,
    Map<String, Input> inputs,
    String tokenizer,
    Integer length,
    Preprocess preprocess,
    Augment augment,
    String metric,
    Integer negatives,
    List<OutputTask> tasks,
    String by,
    Domain domain,
    String outputs,
    Window window,
    String images,
    String masks,
    String valid,
    Integer ignore,
    Boolean generated,
    Integer skip) {
  public DataSpec {
    format = or(format, "");
    path = or(path, ".");
    columns = List.copyOf(or(columns, List.<String>of()));
    splits = ordered(splits);
    seed = or(seed, 0L);
    trainSeen = or(trainSeen, true);
    window = or(window, Window.NONE);
    task = or(task, "");
    labels = or(labels, Labels.of("")).orOf(task.isEmpty() ? window.task() : task);
    inputs = ordered(inputs);
    tokenizer = or(tokenizer, "");
    length = or(length, 0);
    preprocess = or(preprocess, Preprocess.NONE);
    augment = or(augment, new Augment("none", 0));
    metric = or(metric, "");
    negatives = or(negatives, 4);
    tasks = List.copyOf(or(tasks, List.<OutputTask>of()));
    by = or(by, "");
    domain = or(domain, Domain.ALL);
    outputs = or(outputs, "");
    images = or(images, "images");
    masks = or(masks, "masks");
    valid = or(valid, "");
    ignore = or(ignore, -1);
    generated = or(generated, false);
    skip = or(skip, -1);
  }

  /**
   * What one output of the model is to say.
   *
   * @param output its name
   * @param labels where its labels are
   * @param weight against the other tasks
   * @param metric what its quality is measured in; empty for the usual one
   */
  public record OutputTask(String output, Labels labels, Double weight, String metric) {
    public OutputTask {
      output = or(output, "");
      labels = or(labels, Labels.of(""));
      weight = or(weight, 1.0);
      metric = or(metric, "");
    }
  }

  /**
   * What one split holds. At most one of {@code rows}, {@code column} and {@code fraction} narrows
   * it down.
   *
   * @param files read for this split alone, relative to {@code path}; empty for the whole data
   * @param from a part that the format itself names (train, validation, test); empty for all of
   *     them in that order
   * @param rows a range of record numbers counted from 0, both ends included: {@code 0-1499}
   * @param column a column or array whose {@code values} choose records
   * @param values the values of {@code column}
   * @param fraction a share of the records that no other split claims by rows or values, drawn by
   *     the seed
   */
  public record Part(
      List<String> files,
      String from,
      String rows,
      String column,
      List<String> values,
      Double fraction) {
    public Part {
      files = List.copyOf(or(files, List.<String>of()));
      from = or(from, "");
      rows = or(rows, "");
      column = or(column, "");
      values = List.copyOf(or(values, List.<String>of()));
      fraction = or(fraction, 0.0);
    }

    /** {@code train: 0.8}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Part of(double fraction) {
      return new Part(List.of(), "", "", "", List.of(), fraction);
    }

    /** {@code train: 0-1499}, or the name of a file. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Part of(String text) {
      return text.matches("\\d+ *- *\\d*")
          ? new Part(List.of(), "", text, "", List.of(), 0.0)
          : new Part(List.of(text), "", "", "", List.of(), 0.0);
    }
  }

  /**
   * What is to be predicted.
   *
   * @param columns one column, or several for multi-label and regression; empty to recognise it;
   *     {@code none} for no labels
   * @param classes class names (or numbers) in order; empty for the sorted values that occur
   * @param task {@code classification}, {@code multi-label}, {@code regression}; empty to recognise
   *     it
   * @param pair two columns of texts that are compared; empty for none
   * @param score how alike the texts of a pair are, a column of numbers; empty where the second
   *     text is the one that answers the first
   */
  public record Labels(
      List<String> columns, List<String> classes, String task, List<String> pair, String score) {
    public Labels {
      columns = List.copyOf(or(columns, List.<String>of()));
      classes = List.copyOf(or(classes, List.<String>of()));
      pair = List.copyOf(or(pair, List.<String>of()));
      task = or(task, pair.isEmpty() ? "" : TaskKinds.EMBEDDING.name());
      score = or(score, "");
    }

    private Labels(List<String> columns, List<String> classes, String task) {
      this(columns, classes, task, List.of(), "");
    }

    /** {@code labels: class}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Labels of(String column) {
      return new Labels(column.isEmpty() ? List.of() : List.of(column), List.of(), "");
    }

    /** {@code labels: [a, b]}: several columns. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Labels of(List<String> columns) {
      return new Labels(columns, List.of(), "");
    }

    boolean none() {
      return columns.equals(List.of("none"));
    }

    /** Columns that it names. */
    Set<String> named() {
      Set<String> all = new HashSet<>(columns);
      all.addAll(pair);
      all.add(score);
      all.remove("");
      return all;
    }

    /** The same of this kind of task where none is named. */
    Labels orOf(String kind) {
      return task.isEmpty() ? new Labels(columns, classes, kind, pair, score) : this;
    }
  }

  /**
   * What feeds one input of the model.
   *
   * @param columns columns or arrays, joined in this order
   */
  public record Input(List<String> columns) {
    public Input {
      columns = List.copyOf(or(columns, List.<String>of()));
    }

    /** {@code input: features}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Input of(String column) {
      return new Input(List.of(column));
    }

    /** {@code input: [a, b, c]}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Input of(List<String> columns) {
      return new Input(columns);
    }
  }

  /**
   * Random changes of training images.
   *
   * @param flip {@code horizontal} mirrors half of them; {@code none}
   * @param crop pixels of zeros (after preprocessing) put round an image before a random window of
   *     its size is taken
   */
  public record Augment(String flip, Integer crop) {
    public Augment {
      flip = or(flip, "none");
      crop = or(crop, 0);
    }

    boolean none() {
      return flip.equals("none") && crop == 0;
    }
  }

  /** What is done with records that nothing assigns to a split. */
  static final Map<String, Part> DRAWN = drawn(0.8, 0.1, 0.1);

  /** The same of a series, in the order of time. */
  static final Map<String, Part> DRAWN_IN_TIME = drawn(0.7, 0.1, 0.2);

  private static Map<String, Part> drawn(double train, double validation, double test) {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("train", Part.of(train));
    parts.put("validation", Part.of(validation));
    parts.put("test", Part.of(test));
    return ordered(parts);
  }

  /** Columns that it names anywhere. */
  Set<String> named() {
    Set<String> all = new HashSet<>(labels.named());
    inputs.values().forEach(i -> all.addAll(i.columns()));
    tasks.forEach(t -> all.addAll(t.labels().named()));
    splits.values().forEach(p -> all.add(p.column()));
    all.addAll(List.of(by, domain.column(), valid));
    return all;
  }

  /** The labels that name a pair of texts: those of the only task. */
  Optional<Labels> paired() {
    return (tasks.size() == 1 ? Stream.of(tasks.get(0).labels()) : Stream.of(labels))
        .filter(l -> !l.pair().isEmpty())
        .findFirst();
  }

  DataSpec withSplits(Map<String, Part> changed) {
    return with(changed, by, labels, tokenizer);
  }

  DataSpec toldBy(String column) {
    return with(splits, column, labels, tokenizer);
  }

  /** The same with texts read by another tokenizer.json. */
  DataSpec readBy(String file) {
    return with(splits, by, labels, file);
  }

  /** The same of this kind of task where none is named. */
  DataSpec orOf(String kind) {
    return with(splits, by, labels.orOf(kind), tokenizer);
  }

  private DataSpec with(Map<String, Part> parts, String column, Labels predicted, String texts) {
    return new DataSpec(
        format,
        path,
        columns,
        parts,
        seed,
        trainSeen,
        predicted,
        task,
        inputs,
        texts,
        length,
        preprocess,
        augment,
        metric,
        negatives,
        tasks,
        column,
        domain,
        outputs,
        window,
        images,
        masks,
        valid,
        ignore,
        generated,
        skip);
  }

  /** The defaults, for data at {@code path}. */
  static DataSpec at(String path) {
    return new DataSpec(
        "",
        path,
        List.of(),
        Map.of(),
        0L,
        true,
        Labels.of(""),
        "",
        Map.of(),
        "",
        0,
        Preprocess.NONE,
        new Augment("none", 0),
        "",
        4,
        List.of(),
        "",
        Domain.ALL,
        "",
        Window.NONE,
        "images",
        "masks",
        "",
        -1,
        false,
        -1);
  }

  private static <T> T or(@Nullable T stated, T otherwise) {
    return stated == null ? otherwise : stated;
  }

  private static <T> Map<String, T> ordered(@Nullable Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
