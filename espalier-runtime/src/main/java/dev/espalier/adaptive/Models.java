package dev.espalier.adaptive;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;

/** Models around graphs that were put together here. */
final class Models {
  /** The first version in which initializers need not be inputs; 8 goes with opset 13 and up. */
  private static final long IR_VERSION = 8;

  private Models() {}

  /** {@code graph} with everything else of {@code model}. */
  static Model with(Model model, Graph graph) {
    return new Model(
        graph,
        Math.max(IR_VERSION, model.irVersion()),
        model.opsets(),
        model.metadata(),
        model.rest(),
        model.ending());
  }
}
