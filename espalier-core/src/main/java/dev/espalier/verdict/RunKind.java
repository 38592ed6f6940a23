package dev.espalier.verdict;

/** What a run did with the model: its verdict advises what suits. */
public enum RunKind {
  /** Widths, blocks or weights went, and what is left learnt. */
  CUTTING,
  /** Weights learnt; nothing became smaller or faster. */
  TRAINING,
  /** Precision was chosen, or the way of an input through stages. */
  SERVING
}
