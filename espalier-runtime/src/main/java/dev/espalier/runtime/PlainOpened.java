package dev.espalier.runtime;

import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Routed;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import java.util.List;
import java.util.Map;

/** A model all of whose rows take the same. */
record PlainOpened(
    Session session, Map<String, String> metadata, List<ValueInfo> inputs, List<ValueInfo> outputs)
    implements OpenModel {
  PlainOpened {
    metadata = Map.copyOf(metadata);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  @Override
  public Routed run(Map<String, Tensor> inputs, CallBudget budget) {
    long begin = System.nanoTime();
    Map<String, Tensor> outputs = session.run(inputs);
    double micros = (System.nanoTime() - begin) / 1e3;
    int rows =
        inputs.values().stream().mapToInt(t -> t.rank() == 0 ? 1 : t.dims()[0]).max().orElse(0);
    return new Routed(
        outputs, new int[rows], List.of(new Routed.Use("model", rows, Double.NaN, micros)));
  }

  @Override
  public void close() {
    session.close();
  }
}
