package dev.espalier.bench;

import dev.espalier.adaptive.AdaptiveModel;
import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.EffortTable;
import dev.espalier.adaptive.Join;
import dev.espalier.adaptive.Routed;
import dev.espalier.adaptive.Routing;
import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Writes batches of real records and what Espalier's {@code AdaptiveModel} makes of them, for other
 * runtimes to compare with: {@code DynamicSamples RUN DATA OUT}. DATA must have a validation split.
 * Tensors are raw little-endian files, listed in cases.json.
 */
public final class DynamicSamples {
  private static final int[] BATCHES = {0, 1, 7, 64};

  private final Path out;
  private final List<Case> cases = new ArrayList<>();

  private DynamicSamples(Path out) {
    this.out = out;
  }

  /** One call: a file of the run, what it is fed, and what must come out. */
  record Case(String model, int rows, List<Stored> inputs, List<Stored> outputs) {}

  /** A tensor in a file. */
  record Stored(String name, String type, int[] dims, String file) {}

  public static void main(String[] args) throws IOException {
    Path run = Path.of(args[0]);
    Model model = OnnxReader.read(run.resolve("dynamic.onnx"));
    Dataset data =
        Objects.requireNonNull(
            DataSource.open(Path.of(args[1]), model).validation(), "no validation split");
    DynamicSamples samples = new DynamicSamples(Files.createDirectories(Path.of(args[2])));
    EffortTable table = Routing.read(run).table();
    try (AdaptiveModel adaptive = AdaptiveModel.open(run, 1)) {
      for (int rows : BATCHES) {
        Map<String, Tensor> inputs = inputs(data, rows);
        samples.add("dynamic.onnx", inputs, adaptive.run(inputs, CallBudget.calibrated()));
        for (int row : new int[] {0, table.calibrated(), table.rows() - 1}) {
          float effort = table.effort(row);
          Map<String, Tensor> fed = new LinkedHashMap<>(inputs);
          fed.put(Join.EFFORT, Tensor.floats(new float[] {effort}));
          samples.add("dynamic-effort.onnx", fed, adaptive.run(inputs, CallBudget.effort(effort)));
        }
      }
    }
    Json.write(samples.cases, samples.out.resolve("cases.json"));
  }

  /** The first records; none are those of a batch of one without its row. */
  private static Map<String, Tensor> inputs(Dataset data, int rows) {
    int[] first = IntStream.range(0, rows).toArray();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    data.batch(rows == 0 ? new int[1] : first)
        .inputs()
        .forEach((name, tensor) -> inputs.put(name, tensor.select(0, first)));
    return inputs;
  }

  private void add(String model, Map<String, Tensor> inputs, Routed routed) {
    Map<String, Tensor> outputs = new LinkedHashMap<>(routed.outputs());
    long[] routes = IntStream.of(routed.routes()).asLongStream().toArray();
    outputs.put(Join.ROUTE, Tensor.vector(routes));
    int n = cases.size();
    cases.add(
        new Case(model, routes.length, stored(n + "-in", inputs), stored(n + "-out", outputs)));
  }

  private List<Stored> stored(String stem, Map<String, Tensor> tensors) {
    List<Stored> stored = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          String file = stem + stored.size() + ".bin";
          byte[] bytes = new byte[(int) tensor.byteSize()];
          tensor.data().get(bytes);
          WholeFile.write(out.resolve(file), bytes);
          stored.add(new Stored(name, tensor.type().name(), tensor.dims(), file));
        });
    return stored;
  }
}
