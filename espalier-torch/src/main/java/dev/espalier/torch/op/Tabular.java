package dev.espalier.torch.op;

import dev.espalier.model.Attribute;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * What exporters of scikit-learn put before a network: columns that are picked, filled and scaled.
 * The operators of the domain ai.onnx.ml; their results are float32, as ONNX says.
 */
final class Tabular {
  /** Domain of these operators. */
  static final String DOMAIN = "ai.onnx.ml";

  private Tabular() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put(DOMAIN + ".Scaler", Tabular::scaled);
    catalogue.put(DOMAIN + ".Imputer", Tabular::filled);
    catalogue.put(DOMAIN + ".Normalizer", Tabular::normalised);
    catalogue.put(DOMAIN + ".Binarizer", Tabular::binary);
    catalogue.put(DOMAIN + ".FeatureVectorizer", Tabular::joined);
    catalogue.put(DOMAIN + ".ArrayFeatureExtractor", Tabular::picked);
    catalogue.put(DOMAIN + ".OneHotEncoder", Tabular::oneHot);
  }

  /** {@code (x - offset) * scale}, one value for all columns or one each. */
  private static List<Tensor> scaled(Call call) {
    Tensor x = call.in(0).to(ScalarType.Float);
    Tensor offset = floats(call, "offset");
    Tensor scale = floats(call, "scale");
    Tensor moved = offset == null ? x : x.sub(offset);
    return List.of(scale == null ? moved : moved.mul(scale));
  }

  /** A stated value, or NaN, becomes the one stated for its column. */
  private static List<Tensor> filled(Call call) {
    Tensor fill = floats(call, "imputed_value_floats");
    if (fill == null) {
      fill = longs(call, "imputed_value_int64s");
      long missing = call.node().intAttr("replaced_value_int64", 0);
      return List.of(
          torch.where(call.in(0).eq(new Scalar(missing)), require(call, fill), call.in(0)));
    }
    Tensor x = call.in(0);
    float missing = call.node().floatAttr("replaced_value_float", 0);
    Tensor holes = Float.isNaN(missing) ? torch.isnan(x) : x.eq(new Scalar(missing));
    return List.of(torch.where(holes, fill, x));
  }

  /** Rows of length one; rows of zeros stay. */
  private static List<Tensor> normalised(Call call) {
    Tensor x = call.in(0).to(ScalarType.Float);
    String norm = call.node().stringAttr("norm", "MAX");
    long[] columns = {1};
    Tensor length =
        switch (norm) {
          case "L1" -> torch.sum(torch.abs(x), columns, true, floating());
          case "L2" -> torch.sum(x.mul(x), columns, true, floating()).sqrt();
          default -> torch.amax(x, columns, true);
        };
    return List.of(x.div(torch.where(length.eq(new Scalar(0)), torch.ones_like(length), length)));
  }

  private static org.bytedeco.pytorch.ScalarTypeOptional floating() {
    return new org.bytedeco.pytorch.ScalarTypeOptional(ScalarType.Float);
  }

  private static List<Tensor> binary(Call call) {
    float threshold = call.node().floatAttr("threshold", 0);
    return List.of(call.in(0).gt(new Scalar(threshold)).to(call.in(0).scalar_type()));
  }

  private static List<Tensor> joined(Call call) {
    List<Tensor> parts =
        call.inputs().stream()
            .map(t -> java.util.Objects.requireNonNull(t).to(ScalarType.Float))
            .map(t -> t.dim() == 1 ? t.unsqueeze(1) : t)
            .toList();
    return List.of(torch.cat(Tensors.vector(parts), 1));
  }

  /** Columns by number. */
  private static List<Tensor> picked(Call call) {
    Tensor at = call.in(1).reshape(-1);
    Tensor x = call.in(0);
    return List.of((x.dim() == 1 ? x.unsqueeze(0) : x).index_select(-1, at));
  }

  /** A further axis with one place for each stated number. */
  private static List<Tensor> oneHot(Call call) {
    Tensor known = require(call, longs(call, "cats_int64s"));
    return List.of(call.in(0).to(ScalarType.Long).unsqueeze(-1).eq(known).to(ScalarType.Float));
  }

  private static Tensor require(Call call, @Nullable Tensor values) {
    if (values == null) {
      throw call.unsupported("texts or values of this kind");
    }
    return values;
  }

  private static @Nullable Tensor floats(Call call, String attribute) {
    if (!(call.node().attributes().get(attribute) instanceof Attribute.Floats v)) {
      return null;
    }
    float[] values = new float[v.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = v.values().get(i);
    }
    return Tensors.copyOf(dev.espalier.model.Tensor.floats(values, values.length));
  }

  private static @Nullable Tensor longs(Call call, String attribute) {
    long[] values = call.node().intsAttr(attribute);
    return values == null ? null : Tensors.vector(values);
  }
}
