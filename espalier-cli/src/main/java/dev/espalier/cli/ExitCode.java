package dev.espalier.cli;

/** What the program ends with. */
final class ExitCode {
  static final int DONE = 0;

  /** Anything that is neither the user's input nor an unreachable target. */
  static final int FAILED = 1;

  /** Bad input or usage. */
  static final int BAD_INPUT = 2;

  /** The target cannot be reached within the allowed loss; the best found is written. */
  static final int UNREACHABLE = 3;

  private ExitCode() {}
}
