package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.model.Model;

/**
 * The hash of the splits that a model was trained with, kept in the model's metadata, so that
 * whoever trains or cuts it later uses the same splits.
 */
public final class SplitMark {
  /** The metadata key. */
  public static final String KEY = "espalier.splits";

  private SplitMark() {}

  /**
   * {@return the model with the hash of these splits in its metadata}
   *
   * @param model that was trained on these splits
   * @param splits which records are for training, validation and test
   */
  public static Model put(Model model, Splits splits) {
    return model.withMetadata(KEY, splits.assignment());
  }

  /**
   * Does nothing for a model without a mark, or with the mark of these splits.
   *
   * @param model with or without a mark
   * @param splits data that the model is to be used on
   * @param file the model's file, for the message
   * @throws DataException where the model was trained with other splits
   */
  public static void check(Model model, Splits splits, String file) {
    ClassMark.check(model, splits, file);
    String marked = model.metadata().get(KEY);
    if (marked != null && !marked.equals(splits.assignment())) {
      throw new DataException(
          file
              + " was trained with other splits ("
              + brief(marked)
              + ") than "
              + splits.source()
              + " gives ("
              + brief(splits.assignment())
              + "): what is test here may have been training there. Use the DATA file that it was"
              + " trained with (the same files, splits and seed), or train anew with tune"
              + " --from-scratch");
    }
  }

  private static String brief(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) + "…" : hash;
  }
}
