package dev.espalier.task;

/** How a drop in a metric is measured on the same records through two models. */
public enum Pairing {
  /** The metric is the mean of {@link TaskKind#perRecord}, in which a record is right or wrong. */
  BY_RECORD,
  /** By drawing records anew: {@link TaskKind#statistic}. */
  BY_RESAMPLING,
  /** Not at all. */
  NONE
}
