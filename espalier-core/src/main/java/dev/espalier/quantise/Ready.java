package dev.espalier.quantise;

import dev.espalier.adaptive.Opsets;
import dev.espalier.model.Model;

/**
 * A prepared model in the form that is quantised: of a set of operators that has what is needed,
 * normalisations behind convolutions folded into their weights.
 */
public final class Ready {
  private Ready() {}

  /**
   * {@return the same function}
   *
   * @param prepared model whose constants are initializers
   * @throws dev.espalier.model.ModelFormatException where its operator set cannot be raised
   */
  public static Model of(Model prepared) {
    Model raised =
        prepared.opset() < Quantised.OPSET
            ? Opsets.raised(prepared, Quantised.OPSET, "the model")
            : prepared;
    return FoldedNorms.of(raised);
  }
}
