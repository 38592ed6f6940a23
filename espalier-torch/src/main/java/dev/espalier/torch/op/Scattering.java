package dev.espalier.torch.op;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Elements and slices that are read from, or written to, places named by indices. */
final class Scattering {
  private Scattering() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("GatherElements", Scattering::gatherElements);
    catalogue.put("ScatterElements", Scattering::scatterElements);
    catalogue.put("GatherND", Scattering::gatherNd);
    catalogue.put("ScatterND", Scattering::scatterNd);
  }

  private static List<Tensor> gatherElements(Call call) {
    long axis = call.node().intAttr("axis", 0);
    return List.of(torch.gather(call.in(0), axis, places(call, axis)));
  }

  private static List<Tensor> scatterElements(Call call) {
    Tensor data = call.in(0);
    long axis = call.node().intAttr("axis", 0);
    Tensor places = places(call, axis);
    String how = reduction(call);
    return List.of(
        how.isEmpty()
            ? torch.scatter(data, axis, places, call.in(2))
            : torch.scatter_reduce(
                data, axis, places, call.in(2), how.equals("add") ? "sum" : how, true));
  }

  private static Tensor places(Call call, long axis) {
    return Indexing.fromFront(call.in(1), call.in(0).size(axis));
  }

  /** Slices of the data, each record's from its own part where the first axes are a batch. */
  private static List<Tensor> gatherNd(Call call) {
    Tensor data = call.in(0);
    Tensor indices = call.in(1);
    int batch = (int) call.node().intAttr("batch_dims", 0);
    long[] shape = Tensors.shape(data);
    long[] rows = Tensors.shape(indices);
    int named = batch + (int) rows[rows.length - 1];
    long records = product(shape, 0, batch);
    long each = product(shape, batch, named);
    Tensor first =
        Tensors.vector(LongStream.range(0, records).map(r -> r * each).toArray())
            .reshape(records, 1);
    Tensor places = places(indices, shape, batch).reshape(records, -1).add(first);
    long[] rest = Arrays.copyOfRange(shape, named, shape.length);
    Tensor slices = data.reshape(joined(new long[] {records * each}, rest));
    long[] out = joined(Arrays.copyOf(rows, rows.length - 1), rest);
    return List.of(torch.index_select(slices, 0, places.reshape(-1)).reshape(out));
  }

  private static List<Tensor> scatterNd(Call call) {
    Tensor data = call.in(0);
    long[] shape = Tensors.shape(data);
    int named = (int) call.in(1).size(-1);
    long[] rest = Arrays.copyOfRange(shape, named, shape.length);
    long[] flat = joined(new long[] {product(shape, 0, named)}, rest);
    Tensor places = places(call.in(1), shape, 0).reshape(-1);
    Tensor updates = call.in(2).reshape(joined(new long[] {places.numel()}, rest));
    Tensor slices = data.reshape(flat);
    String how = reduction(call);
    Tensor out =
        switch (how) {
          case "" -> torch.index_copy(slices, 0, places, updates);
          case "add" -> torch.index_add(slices, 0, places, updates);
          default ->
              torch.scatter_reduce(slices, 0, everywhere(places, updates), updates, how, true);
        };
    return List.of(out.reshape(shape));
  }

  /** The place of each slice for each of its elements. */
  private static Tensor everywhere(Tensor places, Tensor slices) {
    long[] shape = PoolWindow.or(null, Tensors.rank(slices), 1);
    shape[0] = places.numel();
    return places.reshape(shape).expand(Tensors.shape(slices));
  }

  /** The number of the slice that each row of indices names, counted within its record. */
  private static Tensor places(Tensor indices, long[] shape, int batch) {
    int named = (int) indices.size(-1);
    Tensor places = torch.zeros_like(indices.select(-1, 0)).to(torch.ScalarType.Long);
    for (int i = 0; i < named; i++) {
      long size = shape[batch + i];
      places = places.mul(new Scalar(size)).add(Indexing.fromFront(indices.select(-1, i), size));
    }
    return places;
  }

  /** What happens where something is already: empty if it is replaced. */
  private static String reduction(Call call) {
    return switch (call.node().stringAttr("reduction", "none")) {
      case "add" -> "add";
      case "mul" -> "prod";
      case "max" -> "amax";
      case "min" -> "amin";
      default -> "";
    };
  }

  private static long product(long[] shape, int from, int to) {
    return Arrays.stream(shape, from, to).reduce(1, Math::multiplyExact);
  }

  private static long[] joined(long[] first, long[] rest) {
    return Stream.of(first, rest).flatMapToLong(Arrays::stream).toArray();
  }
}
