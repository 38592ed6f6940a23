package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of operator rules: a new rule is one line here, or a class that another jar names
 * in {@code META-INF/services/dev.espalier.op.OpRule}.
 */
public final class OpRules {
  private static final List<OpFacts> OWN =
      List.of(
          new ConvRule(),
          new GemmRule(),
          new MatMulRule(),
          new EinsumRule(),
          new RecurrentRule(),
          new NormRule(),
          new GroupNormRule(),
          new SkipNormRule(),
          new AttentionRule(),
          new PackedAttentionRule(),
          new RotaryRule(),
          new ElementwiseRule(),
          new QuantizeRule(),
          new QuantisedLayerRule(),
          new PoolRule(),
          new DepthToSpaceRule(),
          new SpaceToDepthRule(),
          new GridSampleRule(),
          new Col2ImRule(),
          new SoftmaxRule(),
          new ReduceRule(),
          new ArgMaxRule(),
          new ConcatRule(),
          new SplitRule(),
          new SliceRule(),
          new PadRule(),
          new GatherRule(),
          new ElementsRule(),
          new IndexedRule(),
          new ReshapeRule(),
          new ExpandRule(),
          new TransposeRule(),
          new ShapeRule(),
          new Unruled());

  private static final OpRules STANDARD = new OpRules(withOthers());

  /** Biases stand among the first inputs. */
  private static final int MOST_INPUTS = 4;

  private final Map<String, OpFacts> byOperator = new LinkedHashMap<>();

  /**
   * Rules that speak for the given operators; a later rule for the same operator replaces an
   * earlier one.
   *
   * @param rules in any order, later ones in place of earlier ones
   */
  public OpRules(List<? extends OpFacts> rules) {
    rules.forEach(rule -> rule.operators().forEach(op -> byOperator.put(op, rule)));
  }

  private static List<OpFacts> withOthers() {
    List<OpFacts> all = new ArrayList<>(OWN);
    ServiceLoader.load(OpRule.class).forEach(all::add);
    return all;
  }

  /**
   * {@return all rules of the house, and those of other jars, which replace them for their
   * operators}
   */
  public static OpRules standard() {
    return STANDARD;
  }

  /**
   * {@return these rules with one more, which speaks for its operators in place of others}
   *
   * @param rule for one or several operators
   */
  public OpRules with(OpRule rule) {
    OpRules more = new OpRules(List.of(rule));
    byOperator.forEach(more.byOperator::putIfAbsent);
    return more;
  }

  /**
   * {@return the rule for a node; null for operators without one}
   *
   * @param node of the graph
   */
  public @Nullable OpRule of(Node node) {
    return facts(node) instanceof OpRule rule ? rule : null;
  }

  /**
   * {@return MACs of one run of a node: by its rule, or, without one, by what its specification
   * says} Empty where they are not known: the bodies of If, Loop and Scan, operators of other
   * domains.
   *
   * @param node of the graph
   * @param sizes of all axes of the node's values
   */
  public OptionalLong macs(Node node, Sizes sizes) {
    OpRule rule = of(node);
    return rule == null ? Multiplying.macs(node, sizes) : OptionalLong.of(rule.macs(node, sizes));
  }

  /**
   * {@return whether a node multiplies, or nobody says that it does not}
   *
   * @param node of the graph
   */
  public boolean mayMultiply(Node node) {
    return of(node) == null ? Multiplying.mayMultiply(node) : Trait.LAYER.of(node);
  }

  /** {@return the rules, each once, in the order of their first operator} */
  public List<OpRule> rules() {
    return byOperator.values().stream()
        .distinct()
        .filter(OpRule.class::isInstance)
        .map(OpRule.class::cast)
        .toList();
  }

  /** {@return names of the operators that something is known of} */
  public Set<String> operators() {
    return Collections.unmodifiableSet(byOperator.keySet());
  }

  Set<Trait> traits(Node node) {
    OpFacts facts = facts(node);
    return facts == null ? Set.of() : facts.traits(node.qualified());
  }

  /**
   * {@return what a constant is that stands at this input of a node}
   *
   * @param node of the graph
   * @param input its number, from 0
   */
  public Operand operand(Node node, int input) {
    OpFacts facts = facts(node);
    return facts == null ? Operand.FIXED : facts.operand(node.qualified(), input);
  }

  /**
   * {@return which input of a node is added to its outputs; {@link OpFacts#NO_INPUT} for none}
   *
   * @param node of the graph
   */
  public int biasInput(Node node) {
    return IntStream.range(0, MOST_INPUTS)
        .filter(input -> operand(node, input) == Operand.BIAS)
        .findFirst()
        .orElse(OpFacts.NO_INPUT);
  }

  /**
   * {@return which input of a node states the sizes of its output; {@link OpFacts#NO_INPUT} for
   * none}
   *
   * @param node of the graph
   */
  public int shapeInput(Node node) {
    OpFacts facts = facts(node);
    return facts == null ? OpFacts.NO_INPUT : facts.shapeInput(node.qualified());
  }

  /**
   * {@return axis of the weights (input 1) that counts the filters of a {@link Trait#FILTERS} node}
   *
   * @param node of the graph
   */
  public int filterAxis(Node node) {
    OpFacts facts = facts(node);
    return facts == null ? 0 : facts.filterAxis(node);
  }

  private @Nullable OpFacts facts(Node node) {
    return byOperator.get(node.qualified());
  }
}
