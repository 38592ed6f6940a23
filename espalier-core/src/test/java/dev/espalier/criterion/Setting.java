package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Gradients;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A coupled model with random examples, and a gradient that can be computed by hand. */
record Setting(Coupling coupling, Dataset data, Task task) {
  /** The made-up gradient of weight w at index i in batch b: {@code sin(i + 1) + 0.1·b + w}. */
  static final Gradients KNOWN =
      (model, data, task, teacher, batch, sink) -> {
        for (int b = 0; b * batch < data.size(); b++) {
          int number = b;
          Map<String, Tensor> gradients = new LinkedHashMap<>();
          model
              .graph()
              .initializers()
              .forEach(
                  (name, tensor) -> {
                    if (tensor.type() == DType.FLOAT) {
                      float[] g = tensor.floats();
                      for (int i = 0; i < g.length; i++) {
                        g[i] = gradient(i, number, g[i]);
                      }
                      gradients.put(name, Tensor.floats(g, tensor.dims()));
                    }
                  });
          sink.accept(gradients);
        }
      };

  static float gradient(int index, int batch, float weight) {
    return (float) Math.sin(index + 1) + 0.1f * batch + weight;
  }

  static Setting of(Model model, int records, int classes) {
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    Task task = new Task(TaskKinds.CLASSIFICATION, "accuracy", classes, 1);
    return new Setting(coupling, new Examples(coupling.model(), records, classes, 7), task);
  }

  EvidenceRequest request(int batch) {
    Model model = coupling.model();
    return new EvidenceRequest(
        model, coupling, data, task, null, batch, data.size(), 3, Progress.NONE);
  }

  Evidence gather(Set<Evidence.Kind> kinds, int batch) {
    return new EvidenceGatherer(KNOWN, 1).gather(kinds, request(batch));
  }

  Evidence weights() {
    return Evidence.weights(coupling.model(), coupling, 3);
  }

  /** The same with every record in one batch. */
  Batch all() {
    return data.batch(IntStream.range(0, data.size()).toArray());
  }

  /** The same model and groups with one initializer changed. */
  Setting with(String initializer, java.util.function.UnaryOperator<float[]> change) {
    Map<String, Tensor> initializers = new LinkedHashMap<>(coupling.model().graph().initializers());
    Tensor old = initializers.get(initializer);
    initializers.put(initializer, Tensor.floats(change.apply(old.floats()), old.dims()));
    Model model =
        coupling.model().withGraph(coupling.model().graph().withInitializers(initializers));
    return new Setting(
        new Coupling(
            model,
            coupling.shapes(),
            coupling.groups(),
            coupling.barriers(),
            coupling.consumptions(),
            coupling.blocks()),
        data,
        task);
  }

  static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    Arrays.setAll(out, i -> values[i]);
    return out;
  }
}
