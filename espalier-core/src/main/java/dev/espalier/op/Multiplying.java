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
 * says what they multiply: quantised layers, mostly.
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
          MICROSOFT + "BiasSoftmax",
          MICROSOFT + "BiasSplitGelu",
          MICROSOFT + "DequantizeLinear",
          MICROSOFT + "EmbedLayerNormalization",
          MICROSOFT + "GridSample",
          MICROSOFT + "GroupNorm",
          MICROSOFT + "MaxpoolWithMask",
          MICROSOFT + "NhwcMaxPool",
          MICROSOFT + "Pad",
          MICROSOFT + "QLinearReduceMean",
          MICROSOFT + "QuantizeLinear",
          MICROSOFT + "SimplifiedLayerNormalization",
          MICROSOFT + "SkipGroupNorm",
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
            .anyMatch(OpRules.standard()::mayMultiply);
  }

  private static Map<String, Count> counted() {
    Map<String, Count> map = new LinkedHashMap<>();
    map.put("ConvInteger", as(new ConvRule(), "Conv", 0, 1));
    map.put("QLinearConv", as(new ConvRule(), "Conv", 0, 3));
    map.put("DeformConv", as(new ConvRule(), "Conv", 0, 1));
    map.put("MatMulInteger", as(new MatMulRule(), "MatMul", 0, 1));
    map.put("QLinearMatMul", as(new MatMulRule(), "MatMul", 0, 3));
    map.put(MICROSOFT + "MatMulIntegerToFloat", as(new MatMulRule(), "MatMul", 0, 1));
    map.put(MICROSOFT + "DynamicQuantizeMatMul", as(new MatMulRule(), "MatMul", 0, 1));
    map.put(MICROSOFT + "QGemm", as(new GemmRule(), "Gemm", 0, 3));
    map.put(
        MICROSOFT + "MatMulNBits",
        (node, sizes) -> OptionalLong.of(size(node.output(0), sizes) * node.intAttr("K", 0)));
    map.put(MICROSOFT + "DynamicQuantizeLSTM", Multiplying::recurrent);
    map.put(MICROSOFT + "QAttention", as(new PackedAttentionRule(), "Attention", 0, 1));
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

  /** Every step of every record meets all weights. */
  private static OptionalLong recurrent(Node node, Sizes sizes) {
    long steps = size(node.input(0), sizes) / sizes.size(node.input(0), 2);
    return OptionalLong.of(steps * (size(node.input(1), sizes) + size(node.input(2), sizes)));
  }

  private static long size(String value, Sizes sizes) {
    long total = 1;
    for (int i = 0; i < sizes.rank(value); i++) {
      total *= sizes.size(value, i);
    }
    return total;
  }
}
