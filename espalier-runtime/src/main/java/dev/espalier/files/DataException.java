package dev.espalier.files;

/** Data that cannot be used; the message names file, record and remedy. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Without a cause; the message names file, place and remedy.
   *
   * @param message for a person
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * With what made it known.
   *
   * @param message for a person, with file, place and remedy
   * @param cause what made it known
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
