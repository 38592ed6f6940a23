package dev.espalier.task;

/** How the scores of pixels lie in what a segmenter gives: DATA's {@code outputs:}. */
public enum PixelForm {
  /** {@code [N, classes, H, W]}. */
  CLASSES_FIRST("classes-first"),
  /** {@code [N, H, W, classes]}. */
  CLASSES_LAST("classes-last"),
  /** One logit or probability a pixel, that of class 1: {@code [N, 1, H, W]} and the like. */
  ONE_SCORE("one-score");

  private final String word;

  PixelForm(String word) {
    this.word = word;
  }

  /** {@return its name in DATA} */
  public String word() {
    return word;
  }

  PlaceLayout layout() {
    return new PlaceLayout(this == ONE_SCORE, this == CLASSES_LAST, PlaceLayout.Place.PIXEL);
  }
}
