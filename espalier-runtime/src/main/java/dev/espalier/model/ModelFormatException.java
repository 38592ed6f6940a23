package dev.espalier.model;

/** A model file that cannot be used; the message names file, place and remedy. */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Without a cause; the message names file, place and remedy.
   *
   * @param message for a person
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * With what made it known.
   *
   * @param message for a person, with file, place and remedy
   * @param cause what made it known
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Why an input of texts cannot be fed, and what to do.
   *
   * @param input its name
   * @return an exception to throw
   */
  public static ModelFormatException texts(String input) {
    return new ModelFormatException(
        "input '"
            + input
            + "' takes texts, which the file turns into numbers itself, and texts cannot be fed here;"
            + " export the network behind that step alone (scikit-learn: to_onnx(pipeline[-1], …)) and"
            + " give the encoded columns as data");
  }
}
