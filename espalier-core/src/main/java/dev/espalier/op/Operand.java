package dev.espalier.op;

/** What a constant does that an operator reads at one of its inputs. */
public enum Operand {
  /** The matrix or kernel of a layer. */
  WEIGHT,
  /** Added to a layer's result, one number a unit. */
  BIAS,
  /** Multiplied to a normalised value. */
  SCALE,
  /** A running mean. */
  MEAN,
  /** A running variance. */
  VARIANCE,
  /** Rows picked by index. */
  ROWS,
  /** One of two operands of a product of matrices. */
  MATRIX,
  /** One of several operands of a sum. */
  TERM,
  /** One of two operands of a product or quotient. */
  FACTOR,
  /** How steep a function is where its argument is negative. */
  SLOPE,
  /** A number of the formula, a shape, a limit, an initial state. */
  FIXED
}
