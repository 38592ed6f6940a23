package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import java.util.List;
import java.util.stream.Collectors;

/** Remembers in a model's metadata which classes its narrow output stands for. */
public final class ClassMark {
  static final String KEY = "espalier.classes";

  private ClassMark() {}

  /**
   * {@return the model marked with these classes, by their numbers in the whole model}
   *
   * @param model narrowed to these classes
   * @param classes numbers of the classes in the whole model, in the order of the outputs
   */
  public static Model put(Model model, List<Integer> classes) {
    return model.withMetadata(KEY, words(classes));
  }

  /**
   * Refuses a model whose marked classes are not those to which the data narrows its outputs.
   *
   * @param model with or without a mark
   * @param splits data that the model is to be used on
   * @param file the model's file, for the message
   * @throws DataException where class numbers of model and data would not be the same
   */
  public static void check(Model model, Splits splits, String file) {
    String marked = model.metadata().getOrDefault(KEY, "");
    String wanted = words(splits.narrowed());
    if (!marked.equals(wanted)) {
      throw new DataException(
          file
              + " answers with "
              + (marked.isEmpty() ? "all classes" : "the classes " + marked + " alone")
              + ", but DATA's `domain:` "
              + (wanted.isEmpty() ? "keeps all outputs" : "narrows outputs to " + wanted)
              + (marked.isEmpty()
                  ? "; make the narrow model with `espalier narrow`, or leave `domain.outputs` out"
                  : "; say `domain: {classes: […], outputs: narrow}` with the same classes"));
    }
  }

  private static String words(List<Integer> classes) {
    return classes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
