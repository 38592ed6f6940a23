package dev.espalier.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run ended, or that it has not. */
public enum Status {
  /** Still at work, or killed before its end: {@code --resume} goes on. */
  @JsonProperty("running")
  RUNNING,
  /** The goal was reached and the model is written. */
  @JsonProperty("done")
  DONE,
  /** The target cannot be reached within the allowed loss; the best found is written. */
  @JsonProperty("unreachable")
  UNREACHABLE,
  /** Bad input or a failed certificate; the message says why. */
  @JsonProperty("failed")
  FAILED
}
