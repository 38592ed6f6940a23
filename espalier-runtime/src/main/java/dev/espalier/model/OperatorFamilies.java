package dev.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Facts about standard operators that are needed below their rules: families that one list names
 * for all, and what changed in how nodes are written. All other facts are said by the operator's
 * rule (package {@code op}), which reads the families here.
 */
public final class OperatorFamilies {
  /** Work on each element alone, with operands broadcast to the output. */
  public static final Set<String> ELEMENTWISE =
      Set.of(
          "Abs",
          "Acos",
          "Acosh",
          "Add",
          "And",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "BitShift",
          "Cast",
          "CastLike",
          "Ceil",
          "Celu",
          "Clip",
          "Cos",
          "Cosh",
          "Div",
          "Dropout",
          "Elu",
          "Equal",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "Greater",
          "GreaterOrEqual",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "IsInf",
          "IsNaN",
          "LeakyRelu",
          "Less",
          "LessOrEqual",
          "Log",
          "Max",
          "Mean",
          "Min",
          "Mish",
          "Mod",
          "Mul",
          "Neg",
          "Not",
          "Or",
          "PRelu",
          "Pow",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Sin",
          "Sinh",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Sub",
          "Sum",
          "Swish",
          "Tan",
          "Tanh",
          "ThresholdedRelu",
          "Where",
          "Xor");

  /** Reduce axes to one value each. */
  public static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare");

  /** Draw numbers anew at every run. */
  public static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  /** Keep all elements in their order; type and shape may change. */
  public static final Set<String> SAME_ELEMENTS =
      Set.of("Cast", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze");

  /** Have kernels of integers in ONNX Runtime, and make numbers of a range of their own. */
  public static final Set<String> INTEGER_KERNELS =
      Set.of("Add", "Mul", "Concat", "AveragePool", "GlobalAveragePool", "Sigmoid", "LeakyRelu");

  /** Hand integers on as they are, so that their range stays. */
  public static final Set<String> INTEGER_MOVES =
      Set.of("MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Slice");

  /** Cut numbers off: a rounding to a range that begins where they do does the same. */
  public static final Set<String> CLIPPING = Set.of("Relu", "Clip");

  /** Give as many elements as the contents of what they read say. */
  public static final Set<String> SIZED_BY_CONTENT =
      Set.of(
          "Compress",
          "ConstantOfShape",
          "If",
          "Loop",
          "NonMaxSuppression",
          "NonZero",
          "Range",
          "Scan",
          "Unique");

  /** Give as many elements as the contents of what they read behind the first input say. */
  public static final Set<String> SIZED_BY_PARAMETER =
      Set.of(
          "Expand",
          "OneHot",
          "Pad",
          "Reshape",
          "Resize",
          "Slice",
          "Split",
          "Tile",
          "TopK",
          "Upsample");

  /** Of both those whose output may be larger than all that they read. */
  public static final Set<String> ENLARGING =
      Set.of("ConstantOfShape", "Expand", "OneHot", "Pad", "Range", "Resize", "Tile", "Upsample");

  /** Give a value of their first input's shape, though not element by element. */
  static final Set<String> KEEP_SHAPE =
      Set.of(
          "BatchNormalization",
          "CumSum",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "LogSoftmax",
          "RMSNormalization",
          "SimplifiedLayerNormalization",
          "Softmax");

  /** Operators whose axes became an input, each with the first operator set that has them so. */
  public static final Map<String, Integer> AXES_AS_INPUT = axesAsInput();

  private OperatorFamilies() {}

  private static Map<String, Integer> axesAsInput() {
    Map<String, Integer> since = new LinkedHashMap<>();
    REDUCTIONS.forEach(op -> since.put(op, 18));
    since.putAll(Map.of("ReduceSum", 13, "Squeeze", 13, "Unsqueeze", 13));
    return Collections.unmodifiableMap(since);
  }
}
