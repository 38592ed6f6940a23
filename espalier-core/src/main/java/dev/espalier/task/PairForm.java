package dev.espalier.task;

/** What is known of records that come in pairs, one after the other. */
public enum PairForm {
  /** DATA has not said it yet. */
  ANY,
  /** There are no pairs. */
  NONE,
  /** How alike the two are, as a number that both carry as their label. */
  SCORES,
  /** The second answers the first; both carry the number of the second's content as their label. */
  DOCUMENTS
}
