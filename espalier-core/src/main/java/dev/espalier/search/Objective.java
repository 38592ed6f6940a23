package dev.espalier.search;

/** What an outcome is measured in. Costs are shares of the original's: 1 is the whole model. */
public enum Objective {
  /** How wrong the model is, at least 0; the only one that needs an evaluation. */
  LOSS,
  LATENCY,
  MACS,
  PARAMS,
  BYTES,
  MEMORY
}
