package dev.espalier.torch;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.Model;
import dev.espalier.torch.NormSites.Site;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mean and variance of each channel of a value over real records, places alike.
 *
 * @param mean one a channel
 * @param variance one a channel, not below 0
 * @param places values a channel has in one record, 1 for dense layers
 */
record LayerMoments(double[] mean, double[] variance, long places) {
  private static final int RECORDS = 1024;

  /**
   * The moments of what layers compute, by name of the value; none of those that have other axes
   * than their weights (dense layers over sequences). Runs the model as after training on at most
   * {@value #RECORDS} records in batches of {@code batch}.
   */
  static Map<String, LayerMoments> of(Model model, List<Site> sites, Dataset data, int batch) {
    Map<String, Site> layers = new LinkedHashMap<>();
    sites.forEach(s -> layers.put(s.value(), s));
    Set<String> wanted = new LinkedHashSet<>(layers.keySet());
    Map<String, Sums> sums = new LinkedHashMap<>();
    int records = Math.min(RECORDS, data.size());
    try (TorchGraph graph = TorchGraph.of(model, wanted)) {
      for (int from = 0; from < records; from += batch) {
        int[] rows = Rows.all(data.size()).slice(from, Math.min(records, from + batch)).numbers();
        Libtorch.withoutGradients(
            () -> {
              Map<String, Tensor> inputs = new LinkedHashMap<>();
              data.batch(rows)
                  .inputs()
                  .forEach((n, t) -> inputs.put(n, graph.laid(Tensors.copyOf(t))));
              graph
                  .run(inputs, wanted, Mode.EVAL)
                  .forEach(
                      (name, value) -> {
                        Site site = Objects.requireNonNull(layers.get(name));
                        if (value.dim() == site.rank() && value.size(1) == site.channels()) {
                          sums.computeIfAbsent(name, n -> new Sums(site.channels())).add(value);
                        }
                      });
            });
      }
    }
    Map<String, LayerMoments> moments = new LinkedHashMap<>();
    sums.forEach((name, sum) -> moments.put(name, sum.moments()));
    return moments;
  }

  private static final class Sums {
    private final double[] sum;
    private final double[] squares;
    private long count;
    private long places;

    Sums(int channels) {
      this.sum = new double[channels];
      this.squares = new double[channels];
    }

    void add(Tensor value) {
      try (PointerScope scope = new PointerScope()) {
        Tensor x = value.to(ScalarType.Double);
        long[] axes =
            IntStream.range(0, Tensors.rank(x)).filter(i -> i != 1).asLongStream().toArray();
        add(sum, x.sum(axes, false, new ScalarTypeOptional()));
        add(squares, torch.mul(x, x).sum(axes, false, new ScalarTypeOptional()));
        places = value.numel() / value.size(0) / value.size(1);
        count += value.numel() / value.size(1);
      }
    }

    private static void add(double[] into, Tensor vector) {
      DoublePointer values = new DoublePointer(vector.contiguous().data_ptr());
      for (int i = 0; i < into.length; i++) {
        into[i] += values.get(i);
      }
    }

    LayerMoments moments() {
      double[] mean = new double[sum.length];
      double[] variance = new double[sum.length];
      for (int i = 0; i < sum.length; i++) {
        mean[i] = sum[i] / count;
        variance[i] = Math.max(0, squares[i] / count - mean[i] * mean[i]);
      }
      return new LayerMoments(mean, variance, places);
    }
  }
}
