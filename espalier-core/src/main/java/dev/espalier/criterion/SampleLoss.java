package dev.espalier.criterion;

import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loss on a fixed sample of a model that has further inputs, and of others that come from it;
 * without labels the distance to the outputs of the whole model.
 */
final class SampleLoss {
  private final EvidenceRequest request;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Tensor> whole = new ArrayList<>();

  /**
   * @param most examples that are looked at
   * @param session of the whole model
   * @param inputs further inputs under which it computes what it did
   */
  SampleLoss(EvidenceRequest request, int most, Session session, Map<String, Tensor> inputs) {
    this.request = request;
    Batches.of(request.model(), request.sample(most), request.batch()).forEach(batches::add);
    batches.forEach(b -> whole.add(output(session, b, inputs)));
  }

  /** Mean over the records. Cost: one run of the sample. */
  double of(Session session, Map<String, Tensor> inputs) {
    double sum = 0;
    int records = 0;
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      Tensor output = output(session, batch, inputs);
      sum += batch.size() * Loss.mean(request.task(), output, batch.labels(), whole.get(i));
      records += batch.size();
    }
    return sum / records;
  }

  private Tensor output(Session session, Batch batch, Map<String, Tensor> further) {
    String name = request.model().graph().outputs().get(0).name();
    Map<String, Tensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(further);
    Tensor output = session.run(inputs, Set.of(name)).get(name);
    if (output == null) {
      throw new IllegalStateException("the runtime gave no " + name);
    }
    return output;
  }
}
