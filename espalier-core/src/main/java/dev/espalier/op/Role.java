package dev.espalier.op;

/** What a parameter's axis does for the units that lie along it. */
public enum Role {
  /** Makes the unit: output channels of a convolution, rows of a gate, columns of an embedding. */
  PRODUCES,
  /** Reads the unit: input channels of a convolution, recurrent columns. */
  CONSUMES,
  /** Multiplies the unit: scale of a normalisation. */
  SCALES,
  /** Is added to the unit: a bias. */
  SHIFTS,
  /** Describes the unit: running mean and variance. */
  DESCRIBES
}
