package dev.espalier.criterion;

import dev.espalier.data.Batch;
import dev.espalier.data.Batches;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The loss on a fixed sample of a model that has further inputs, and of others that come from it;
 * without labels the distance to the outputs of the whole model.
 */
final class SampleLoss {
  private final EvidenceRequest request;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Predictions> whole = new ArrayList<>();

  /**
   * @param most examples that are looked at
   * @param session of the whole model
   * @param inputs further inputs under which it computes what it did
   */
  SampleLoss(EvidenceRequest request, int most, Session session, Map<String, Tensor> inputs) {
    this.request = request;
    Batches.of(request.model(), request.sample(most), request.batch()).forEach(batches::add);
    batches.forEach(b -> whole.add(predictions(session, b, inputs)));
  }

  /** Mean over the records. Cost: one run of the sample. */
  double of(Session session, Map<String, Tensor> inputs) {
    double sum = 0;
    int records = 0;
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      Predictions said = predictions(session, batch, inputs);
      sum += batch.size() * mean(request.task().losses(said, whole.get(i)));
      records += batch.size();
    }
    return sum / records;
  }

  private static double mean(double[] losses) {
    return Arrays.stream(losses).sum() / losses.length;
  }

  private Predictions predictions(Session session, Batch batch, Map<String, Tensor> further) {
    List<String> names = request.task().outputs(request.model());
    Map<String, Tensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(further);
    Map<String, Tensor> outputs = session.run(inputs, Set.copyOf(names));
    List<Tensor> said = names.stream().map(n -> Objects.requireNonNull(outputs.get(n), n)).toList();
    return Predictions.of(request.task(), request.task().read(said, inputs), batch.labels());
  }
}
