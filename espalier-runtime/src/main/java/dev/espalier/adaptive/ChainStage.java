package dev.espalier.adaptive;

import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import java.util.List;

/**
 * One step of a chain: a whole smaller model, or the part of a model up to an exit.
 *
 * @param name unique in its chain
 * @param model reads inputs of the original (same names) and what the stage before carries (same
 *     names); writes the original's outputs (same names, same order, first), then what it carries;
 *     rows lie along axis 0 of all of these
 * @param carried outputs that the next stage reads; empty for a whole model
 */
public record ChainStage(String name, Model model, List<String> carried) {
  public ChainStage {
    carried = List.copyOf(carried);
  }

  /**
   * {@return a whole model: nothing is carried}
   *
   * @param name of the stage
   * @param model that answers alone
   */
  public static ChainStage whole(String name, Model model) {
    return new ChainStage(name, model, List.of());
  }

  ChainStage withModel(Model changed) {
    return new ChainStage(name, changed, carried);
  }

  /** The outputs that answer, without what is carried. */
  List<ValueInfo> answers() {
    List<ValueInfo> outputs = model.graph().outputs();
    return outputs.subList(0, Math.max(0, outputs.size() - carried.size()));
  }

  String label() {
    return "stage '" + name + "'";
  }
}
