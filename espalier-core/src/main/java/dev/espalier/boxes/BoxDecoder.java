package dev.espalier.boxes;

import dev.espalier.catalogue.Named;
import dev.espalier.model.ValueInfo;
import java.util.List;

/** How one family of detectors says its boxes; DATA asks for it by {@code outputs: NAME}. */
public interface BoxDecoder extends Named {
  /** {@return how many outputs of a model are read together} */
  default int outputs() {
    return 1;
  }

  /**
   * {@return whether corners are shares of the image's sides, and not pixels of what the model
   * sees}
   */
  default boolean relative() {
    return false;
  }

  /**
   * {@return how many classes outputs of these shapes tell apart; 0 where the shapes do not say}
   *
   * @param outputs in the model's order
   */
  int classes(List<ValueInfo> outputs);

  /**
   * Where boxes and scores lie.
   *
   * @param columns numbers per record of each output
   * @param classes that are told apart
   * @return the places of boxes and scores in the outputs
   * @throws dev.espalier.files.DataException where outputs cannot be of this form
   */
  BoxHead head(List<Integer> columns, int classes);
}
