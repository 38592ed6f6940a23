package dev.espalier.recipe;

/** A recipe that cannot be used; the message names file, line, key and what would be right. */
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Without a cause; the message names source, key and remedy.
   *
   * @param message for a person
   */
  public RecipeException(String message) {
    super(message);
  }

  /**
   * With what made it known.
   *
   * @param message for a person, with source, key and remedy
   * @param cause what made it known
   */
  public RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
