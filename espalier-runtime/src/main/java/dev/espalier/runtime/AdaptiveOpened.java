package dev.espalier.runtime;

import dev.espalier.adaptive.AdaptiveModel;
import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Routed;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.List;
import java.util.Map;

/** A model whose rows take as much as they need. */
record AdaptiveOpened(AdaptiveModel model) implements OpenModel {
  @Override
  public Routed run(Map<String, Tensor> inputs, CallBudget budget) {
    return model.run(inputs, budget);
  }

  @Override
  public Map<String, String> metadata() {
    return model.metadata();
  }

  @Override
  public List<ValueInfo> inputs() {
    return model.inputs();
  }

  @Override
  public List<ValueInfo> outputs() {
    return model.outputs();
  }

  @Override
  public void close() {
    model.close();
  }
}
