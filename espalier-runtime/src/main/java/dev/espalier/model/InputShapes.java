package dev.espalier.model;

import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shapes that inputs are used with where the file states none, or one at which the model does not
 * run. They are kept in the model's metadata, so that whoever reads a file that was made of it
 * knows them too; the inputs are written as their file states them.
 */
public final class InputShapes {
  /** Begins the metadata keys; the input's name follows. */
  private static final String KEY = "espalier.shape.";

  private InputShapes() {}

  /**
   * The model with the shapes that a person states.
   *
   * @param model as it came
   * @param stated each {@code NAME=SIZES}, sizes with commas or blanks between; a word is a free
   *     size
   * @return the model with those shapes, which its metadata keeps
   * @throws ModelFormatException where there is no such input, or it has another shape
   */
  public static Model stated(Model model, List<String> stated) {
    Map<String, List<Dim>> shapes = new LinkedHashMap<>();
    for (String one : stated) {
      int equals = one.lastIndexOf('=');
      String name = equals < 0 ? "" : one.substring(0, equals).strip();
      ValueInfo input =
          model.graph().dataInputs().stream()
              .filter(i -> i.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ModelFormatException(
                          "the shape '"
                              + one
                              + "' names no input of the model, which has "
                              + names(model)
                              + "; state it as "
                              + example(model)));
      List<Dim> dims = parsed(one, one.substring(equals + 1));
      requireFit(input, dims);
      shapes.put(name, dims);
    }
    return used(model, shapes);
  }

  /**
   * {@return the model with the shapes that its metadata keeps, as far as they fit}
   *
   * @param model as it came
   */
  public static Model recorded(Model model) {
    Map<String, List<Dim>> shapes = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      String text = model.metadata().get(KEY + input.name());
      if (text != null) {
        List<Dim> dims = parsed(KEY + input.name() + "=" + text, text);
        requireFit(input, dims);
        shapes.put(input.name(), dims);
      }
    }
    return used(model, shapes);
  }

  /**
   * {@return the shapes that the model keeps, in the form in which {@link #stated} takes them}
   *
   * @param model as it came
   */
  public static List<String> of(Model model) {
    return model.metadata().entrySet().stream()
        .filter(e -> e.getKey().startsWith(KEY))
        .map(e -> e.getKey().substring(KEY.length()) + "=" + e.getValue())
        .toList();
  }

  /**
   * {@return the model with inputs of these shapes, which its metadata keeps}
   *
   * @param model as it came
   * @param shapes axes by name of the input
   */
  public static Model used(Model model, Map<String, List<Dim>> shapes) {
    if (shapes.isEmpty()) {
      return model;
    }
    List<ValueInfo> inputs = new ArrayList<>();
    Model changed = model;
    for (ValueInfo input : model.graph().inputs()) {
      List<Dim> dims = shapes.get(input.name());
      inputs.add(dims == null ? input : input.usedWith(dims));
      if (dims != null) {
        changed = changed.withMetadata(KEY + input.name(), text(dims));
      }
    }
    return changed.withGraph(model.graph().withInputs(inputs));
  }

  /**
   * {@return how a person states the shape of an input that has none in the file}
   *
   * @param model as it came
   */
  public static String example(Model model) {
    return model.graph().dataInputs().stream()
        .filter(i -> !i.ranked())
        .map(ValueInfo::name)
        .findFirst()
        .orElse(model.graph().dataInputs().isEmpty() ? "x" : names(model).split(", ", -1)[0])
        .concat("=N,3,224,224 (N, or any other word, is a free size)");
  }

  private static String names(Model model) {
    return model.graph().dataInputs().stream()
        .map(ValueInfo::name)
        .collect(Collectors.joining(", "));
  }

  private static String text(List<Dim> dims) {
    return dims.stream()
        .map(d -> d.known() || !d.symbol().isEmpty() ? d.toString() : "N")
        .map(word -> word.replaceAll("[,\\s]", "_"))
        .collect(Collectors.joining(","));
  }

  private static List<Dim> parsed(String whole, String sizes) {
    List<Dim> dims = new ArrayList<>();
    for (String word : sizes.strip().isEmpty() ? new String[0] : sizes.strip().split("[,\\s]+")) {
      boolean number = word.matches("[+-]?[0-9]+");
      if (number && (word.length() > 9 || Integer.parseInt(word) < 1) || word.isEmpty()) {
        throw new ModelFormatException(
            "the shape '"
                + whole
                + "' has the size '"
                + word
                + "'; sizes are whole numbers from 1 to 999999999, or words where they are free");
      }
      dims.add(number ? Dim.of(Integer.parseInt(word)) : Dim.symbol(word));
    }
    return dims;
  }

  private static void requireFit(ValueInfo input, List<Dim> dims) {
    boolean fits = !input.ranked() || input.dims().size() == dims.size();
    for (int i = 0; fits && i < input.dims().size(); i++) {
      Dim stated = input.dims().get(i);
      fits = !stated.known() || stated.size() == dims.get(i).size();
    }
    if (!fits) {
      throw new ModelFormatException(
          "input "
              + input.name()
              + " has the shape "
              + input.dims()
              + " in the file, which "
              + dims
              + " contradicts");
    }
  }
}
