package dev.espalier.op;

import dev.espalier.model.Node;

/** A fact about an operator that others than the coupling ask for; its rule states it. */
public enum Trait {
  /** Multiplies by weights or two values with each other: what counts as a layer. */
  LAYER,
  /** Multiplies by parameters of its own, which must be finite. */
  WEIGHTED,
  /**
   * Each output is one filter's weights times the inputs: {@code y = W x + b} with W at input 1.
   */
  FILTERS,
  /** Runs over time and hands its state out as the second output. */
  RECURRENT,
  /** Brings its input to mean 0 and variance 1. */
  NORMALISES,
  /** Axis 1 of what it makes is channels, the axes behind are space. */
  MAPS,
  /** What axis 1 was before may lie elsewhere behind it. */
  MOVES_AXES,
  /** Its output holds elements of its first input, unchanged but for their type. */
  MOVES_ELEMENTS,
  /** Its second input holds positions along an axis of its first. */
  PICKS,
  /** Computes lengths from lengths where a model works out a shape. */
  LENGTHS,
  /** Makes a value of a given size without multiplying. */
  FILLS,
  /** What it makes of a floating-point number may jump where the number moves a little. */
  JUMPS;

  /**
   * {@return whether a node has this trait, by {@link OpRules#standard}}
   *
   * @param node of the graph
   */
  public boolean of(Node node) {
    return OpRules.standard().traits(node).contains(this);
  }
}
