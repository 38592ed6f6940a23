package dev.espalier.feed;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From records as they are stored to the inputs of a model, as they were fed in the run that made
 * it: the content of {@code preprocess.json} in the run's folder.
 *
 * @param inputs one for each input of the model
 * @param classes names of the classes in the order of the scores; empty where unknown
 */
public record Preprocessing(List<Input> inputs, List<String> classes) {
  /** Name of the file. */
  public static final String FILE = "preprocess.json";

  /** Of a run without data. */
  public static final Preprocessing NONE = new Preprocessing(List.of(), List.of());

  public Preprocessing {
    inputs = List.copyOf(inputs);
    classes = List.copyOf(classes);
  }

  /**
   * How one input of the model is fed.
   *
   * @param name of the input
   * @param type its elements
   * @param columns what it is joined of; empty where it takes ids of tokens, which are given by the
   *     input's name
   * @param shape of one record once it has the size and the channels of {@code preprocess}
   * @param geometry how such a record lies in the input
   * @param preprocess with mean and standard deviation settled
   */
  public record Input(
      String name,
      DType type,
      List<String> columns,
      int[] shape,
      Geometry geometry,
      Preprocess preprocess) {
    public Input {
      columns = List.copyOf(columns);
    }

    private Tensor of(Numbers stored) {
      Numbers fitted = Arrays.equals(stored.shape(), shape) ? stored : fitted(stored);
      if (!Arrays.equals(fitted.shape(), shape)) {
        throw new DataException(
            "what feeds the input '"
                + name
                + "' has records of the shape "
                + Arrays.toString(fitted.shape())
                + "; the run had "
                + Arrays.toString(shape)
                + "; convert them to that shape");
      }
      int[] rows = new int[fitted.size()];
      Arrays.setAll(rows, i -> i);
      return new Feed(new Feed.Target(name, type, geometry), fitted, preprocess).fill(rows, null);
    }

    private Numbers fitted(Numbers stored) {
      int channels = shape.length < 2 ? 0 : geometry.sizes()[0];
      return Images.fitted(stored, preprocess.withChannels(channels), "what feeds " + name);
    }
  }

  /**
   * {@return the content of {@link #FILE} in a run's folder}
   *
   * @param folder of the run
   * @throws DataException where the file is missing or damaged
   */
  public static Preprocessing read(Path folder) {
    return Json.read(folder.resolve(FILE), Preprocessing.class);
  }

  /**
   * Writes {@link #FILE} into the folder; nothing where there are no inputs.
   *
   * @param folder of the run
   */
  public void write(Path folder) {
    if (!inputs.isEmpty()) {
      Json.write(this, folder.resolve(FILE));
    }
  }

  /**
   * {@return the inputs for records of the one column that feeds the one input}
   *
   * @param records stored values, records along axis 0
   */
  public Map<String, Tensor> of(Tensor records) {
    if (inputs.size() != 1) {
      throw new DataException(
          "the model has the inputs "
              + inputs.stream().map(Input::name).toList()
              + "; give the data of each by its name");
    }
    return of(Map.of(inputs.get(0).name(), records));
  }

  /**
   * {@return the inputs of the model for these records}
   *
   * @param stored tensors of integers, float32 or float64 by the name of a column, as many records
   *     along axis 0 in each, without preprocessing: the bytes of images, height x width x channels
   *     if a run read them from image files. Whatever stands under the name of an input feeds that
   *     input, whole
   * @throws DataException where something is missing or of another shape than in the run
   */
  public Map<String, Tensor> of(Map<String, Tensor> stored) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (Input input : inputs) {
      Tensor whole = stored.get(input.name());
      List<String> columns = whole == null ? input.columns() : List.of(input.name());
      List<Numbers> parts = new ArrayList<>();
      for (String column : columns) {
        parts.add(numbers(column, input.name(), stored.get(column)));
      }
      if (parts.isEmpty()) {
        throw new DataException(
            "the input '"
                + input.name()
                + "' takes ids of tokens; give those of each text, "
                + Arrays.toString(input.shape())
                + ", by the input's name");
      }
      fed.put(input.name(), input.of(Numbers.beside(alike(parts, input.name()))));
    }
    return fed;
  }

  private static Numbers numbers(String column, String input, @Nullable Tensor tensor) {
    if (tensor == null) {
      throw new DataException(
          "the input '" + input + "' is fed by the column '" + column + "', which is not given");
    }
    return Numbers.of(tensor, column);
  }

  private static List<Numbers> alike(List<Numbers> parts, String input) {
    if (parts.stream().anyMatch(p -> p.size() != parts.get(0).size())) {
      throw new DataException(
          "the columns that feed the input '"
              + input
              + "' have different numbers of records: "
              + parts.stream().map(Numbers::size).toList());
    }
    return parts;
  }
}
