package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of operator rules: a new rule is one line here. */
public final class OpRules {
  private static final List<OpRule> ALL =
      List.of(
          new ConvRule(),
          new GemmRule(),
          new MatMulRule(),
          new RecurrentRule(),
          new NormRule(),
          new ElementwiseRule(),
          new PoolRule(),
          new SoftmaxRule(),
          new ReduceRule(),
          new ConcatRule(),
          new SplitRule(),
          new SliceRule(),
          new PadRule(),
          new GatherRule(),
          new ReshapeRule(),
          new ExpandRule(),
          new TransposeRule(),
          new ShapeRule());

  private final Map<String, OpRule> byOperator = new LinkedHashMap<>();

  /**
   * Rules that speak for the given operators; a later rule for the same operator replaces an
   * earlier one.
   */
  public OpRules(List<OpRule> rules) {
    rules.forEach(rule -> rule.operators().forEach(op -> byOperator.put(op, rule)));
  }

  /** All rules of the house. */
  public static OpRules standard() {
    return new OpRules(ALL);
  }

  /** These rules with one more, which speaks for its operators in place of others. */
  public OpRules with(OpRule rule) {
    OpRules more = new OpRules(List.of(rule));
    byOperator.forEach(more.byOperator::putIfAbsent);
    return more;
  }

  /** The rule for a node; null for operators outside the standard domain or without a rule. */
  public @Nullable OpRule of(Node node) {
    return node.domain().isEmpty() ? byOperator.get(node.op()) : null;
  }
}
