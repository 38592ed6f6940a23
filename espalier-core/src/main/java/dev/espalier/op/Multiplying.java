package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * MACs of operators that have no rule, by the shapes of their values, where their specification
 * says what they multiply: quantised and fused layers, attention.
 *
 * <p>Operators of other domains are named as {@code com.microsoft.FusedConv}.
 */
final class Multiplying {
  private static final String MICROSOFT = "com.microsoft.";

  /** MACs of one operator; empty where these inputs do not tell. */
  private interface Count {
    OptionalLong of(Node node, Sizes sizes);
  }

  private static final Map<String, Count> COUNTED = counted();

  /** Standard operators that multiply as often as their contents say, or as nobody states. */
  private static final Set<String> UNKNOWN =
      Set.of("If", "Loop", "Scan", "SequenceMap", "DFT", "STFT", "LinearAttention");

  /** Operators of other domains that work on each element alone, normalise or move elements. */
  private static final Set<String> OTHERS_WITHOUT =
      Set.of(
          MICROSOFT + "BiasAdd",
          MICROSOFT + "BiasDropout",
          MICROSOFT + "BiasGelu",
          MICROSOFT + "BiasSoftmax",
          MICROSOFT + "BiasSplitGelu",
          MICROSOFT + "DequantizeLinear",
          MICROSOFT + "EmbedLayerNormalization",
          MICROSOFT + "FastGelu",
          MICROSOFT + "Gelu",
          MICROSOFT + "GridSample",
          MICROSOFT + "GroupNorm",
          MICROSOFT + "MaxpoolWithMask",
          MICROSOFT + "NhwcMaxPool",
          MICROSOFT + "Pad",
          MICROSOFT + "QLinearAdd",
          MICROSOFT + "QLinearAveragePool",
          MICROSOFT + "QLinearConcat",
          MICROSOFT + "QLinearGlobalAveragePool",
          MICROSOFT + "QLinearLeakyRelu",
          MICROSOFT + "QLinearMul",
          MICROSOFT + "QLinearReduceMean",
          MICROSOFT + "QLinearSigmoid",
          MICROSOFT + "QLinearSoftmax",
          MICROSOFT + "QLinearWhere",
          MICROSOFT + "QuantizeLinear",
          MICROSOFT + "QuickGelu",
          MICROSOFT + "RotaryEmbedding",
          MICROSOFT + "SimplifiedLayerNormalization",
          MICROSOFT + "SkipGroupNorm",
          MICROSOFT + "SkipLayerNormalization",
          MICROSOFT + "SkipSimplifiedLayerNormalization",
          MICROSOFT + "Trilu",
          MICROSOFT + "Unique",
          "ai.onnx.ml.ArrayFeatureExtractor",
          "ai.onnx.ml.Binarizer",
          "ai.onnx.ml.CastMap",
          "ai.onnx.ml.CategoryMapper",
          "ai.onnx.ml.FeatureVectorizer",
          "ai.onnx.ml.Imputer",
          "ai.onnx.ml.LabelEncoder",
          "ai.onnx.ml.Normalizer",
          "ai.onnx.ml.OneHotEncoder",
          "ai.onnx.ml.Scaler",
          "ai.onnx.ml.TreeEnsemble",
          "ai.onnx.ml.TreeEnsembleClassifier",
          "ai.onnx.ml.TreeEnsembleRegressor",
          "ai.onnx.ml.ZipMap");

  private Multiplying() {}

  /** MACs of a node without a rule; empty where they are not known, 0 where it has none. */
  static OptionalLong macs(Node node, Sizes sizes) {
    Count count = COUNTED.get(node.qualified());
    if (count != null) {
      return count.of(node, sizes);
    }
    return mayMultiply(node) ? OptionalLong.empty() : OptionalLong.of(0);
  }

  /** Whether such a node multiplies, or nobody says that it does not. */
  static boolean mayMultiply(Node node) {
    if (UNKNOWN.contains(node.qualified())) {
      return node.attributes().values().stream().noneMatch(Attribute.Opaque.class::isInstance)
          || node.attributes().values().stream().anyMatch(Multiplying::bodyMultiplies);
    }
    return COUNTED.containsKey(node.qualified())
        || !node.domain().isEmpty() && !OTHERS_WITHOUT.contains(node.qualified());
  }

  private static boolean bodyMultiplies(Attribute attribute) {
    return attribute instanceof Attribute.Opaque body
        && body.operators().stream()
            .filter(operator -> !UNKNOWN.contains(operator))
            .map(Node::anonymous)
            .anyMatch(node -> Trait.LAYER.of(node) || mayMultiply(node));
  }

  private static Map<String, Count> counted() {
    Map<String, Count> map = new LinkedHashMap<>();
    map.put("ConvInteger", as(new ConvRule(), "Conv", 0, 1));
    map.put("QLinearConv", as(new ConvRule(), "Conv", 0, 3));
    map.put("DeformConv", as(new ConvRule(), "Conv", 0, 1));
    map.put(MICROSOFT + "FusedConv", as(new ConvRule(), "Conv", 0, 1));
    map.put("MatMulInteger", as(new MatMulRule(), "MatMul", 0, 1));
    map.put("QLinearMatMul", as(new MatMulRule(), "MatMul", 0, 3));
    map.put(MICROSOFT + "MatMulIntegerToFloat", as(new MatMulRule(), "MatMul", 0, 1));
    map.put(MICROSOFT + "DynamicQuantizeMatMul", as(new MatMulRule(), "MatMul", 0, 1));
    map.put(MICROSOFT + "FusedGemm", as(new GemmRule(), "Gemm", 0, 1));
    map.put(MICROSOFT + "QGemm", as(new GemmRule(), "Gemm", 0, 3));
    map.put(MICROSOFT + "FusedMatMul", Multiplying::fusedMatMul);
    map.put(
        MICROSOFT + "MatMulNBits",
        (node, sizes) -> OptionalLong.of(size(node.output(0), sizes) * node.intAttr("K", 0)));
    map.put("Attention", Multiplying::attention);
    map.put(MICROSOFT + "MultiHeadAttention", Multiplying::attention);
    map.put(MICROSOFT + "GroupQueryAttention", Multiplying::attention);
    map.put(MICROSOFT + "Attention", Multiplying::projectedAttention);
    map.put(MICROSOFT + "QAttention", Multiplying::projectedAttention);
    return map;
  }

  /** As a rule counts an operator of the same attributes whose operands stand at these inputs. */
  private static Count as(OpRule rule, String op, int values, int weights) {
    return (node, sizes) -> {
      Node plain =
          new Node(
              node.name(),
              "",
              op,
              List.of(node.input(values), node.input(weights)),
              node.outputs(),
              node.attributes(),
              node.rest());
      return OptionalLong.of(rule.macs(plain, sizes));
    };
  }

  private static OptionalLong fusedMatMul(Node node, Sizes sizes) {
    String a = node.input(0);
    if (node.intAttr("transBatchA", 0) != 0 || node.intAttr("transBatchB", 0) != 0) {
      return OptionalLong.empty();
    }
    int summed = sizes.rank(a) - (node.intAttr("transA", 0) != 0 ? 2 : 1);
    return OptionalLong.of(size(node.output(0), sizes) * sizes.size(a, Math.max(0, summed)));
  }

  /**
   * Scores and mixture of queries {@code [B, L, heads * D]} or {@code [B, heads, L, D]} with keys
   * of either layout. What is remembered of earlier steps is not seen here.
   */
  private static OptionalLong attention(Node node, Sizes sizes) {
    String query = node.input(0);
    String key = node.input(1);
    String result = node.output(0);
    boolean seen =
        node.hasInput(1)
            && sizes.rank(query) == sizes.rank(key)
            && sizes.rank(query) == sizes.rank(result)
            && (sizes.rank(query) == 3 || sizes.rank(query) == 4);
    boolean remembers = node.outputs().size() > 1 && !node.output(1).isEmpty();
    if (!seen || remembers) {
      return OptionalLong.empty();
    }
    int last = sizes.rank(query) - 1;
    long pairs = (long) sizes.size(query, 0) * sizes.size(query, last - 1) * sizes.size(key, last - 1);
    long heads = last == 3 ? sizes.size(query, 1) : 1;
    return OptionalLong.of(pairs * heads * (sizes.size(query, last) + sizes.size(result, last)));
  }

  /** Attention with the projection of values {@code [B, L, I]} by weights {@code [I, Q + K + V]}. */
  private static OptionalLong projectedAttention(Node node, Sizes sizes) {
    String x = node.input(0);
    boolean remembers = node.outputs().size() > 1 && !node.output(1).isEmpty();
    if (remembers || sizes.rank(x) != 3 || sizes.rank(node.output(0)) != 3) {
      return OptionalLong.empty();
    }
    long width = sizes.size(node.output(0), 2);
    long queries = (sizes.size(node.input(1), 1) - width) / 2;
    long rows = (long) sizes.size(x, 0) * sizes.size(x, 1);
    return OptionalLong.of(
        rows * sizes.size(x, 2) * sizes.size(node.input(1), 1)
            + rows * sizes.size(x, 1) * (queries + width));
  }

  private static long size(String value, Sizes sizes) {
    long total = 1;
    for (int i = 0; i < sizes.rank(value); i++) {
      total *= sizes.size(value, i);
    }
    return total;
  }
}
