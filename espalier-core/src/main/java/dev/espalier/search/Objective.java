package dev.espalier.search;

/** What an outcome is measured in. Costs are shares of the original's: 1 is the whole model. */
public enum Objective {
  /** How wrong the model is, at least 0; the only one that needs an evaluation. */
  LOSS,
  /** Time of one call. */
  LATENCY,
  /** Multiply–accumulates for one record. */
  MACS,
  /** Number of weights. */
  PARAMS,
  /** Size of the file. */
  BYTES,
  /** Peak of weights and values that are alive together. */
  MEMORY
}
