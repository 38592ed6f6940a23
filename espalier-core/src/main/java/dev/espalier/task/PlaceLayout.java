package dev.espalier.task;

/**
 * How the scores of a record's places lie in what a model gives.
 *
 * @param single whether a place has one score, that of class 1 against class 0
 * @param last whether the scores of one place lie next to each other; else those of one class
 * @param place what a place is
 */
record PlaceLayout(boolean single, boolean last, Place place) {
  static final PlaceLayout TOKENS = new PlaceLayout(false, true, Place.TOKEN);

  /** What is scored. */
  enum Place {
    TOKEN("token", "[N, T, classes]"),
    PIXEL("pixel", "[N, classes, H, W], [N, H, W, classes] or [N, 1, H, W]");

    private final String word;
    private final String shape;

    Place(String word, String shape) {
      this.word = word;
      this.shape = shape;
    }

    String word() {
      return word;
    }

    /** What outputs must look like. */
    String shape() {
      return shape;
    }

    /** What to do where labels are of another number of places. */
    String remedy(int places) {
      return this == TOKEN
          ? "labels must be as many as tokens, or say `length: " + places + "`"
          : "masks and the model's map must be of one size: say `preprocess: {resize: [height,"
              + " width]}`";
    }
  }

  /** Numbers that a place has. */
  int scores(int classes) {
    return single ? 1 : classes;
  }
}
