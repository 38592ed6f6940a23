package dev.espalier.data;

import dev.espalier.feed.Placement;
import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import dev.espalier.task.PixelForm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The map of scores that a model gives: one for each pixel of what it sees.
 *
 * @param form how scores lie
 * @param scores of a pixel; 0 where the file does not say
 */
record PixelMap(PixelForm form, int scores) {
  /** Height and width; a size of 0 is not known. */
  private record Sides(long height, long width) {
    boolean fit(ValueInfo.Dim height, ValueInfo.Dim width) {
      return fits(height, this.height) && fits(width, this.width);
    }

    private static boolean fits(ValueInfo.Dim dim, long size) {
      return !dim.known() || size == 0 || dim.size() == size;
    }
  }

  /** How many classes they tell apart; 0 where the file does not say. */
  int classes() {
    return form == PixelForm.ONE_SCORE ? 2 : scores;
  }

  /**
   * As the shapes of a model say it clearly: an image goes in, and a map of its size comes out.
   *
   * @param placed the masks
   */
  static Optional<PixelMap> seen(Wanted wanted, Placement placed) {
    List<ValueInfo.Dim> dims = dims(wanted);
    boolean image = wanted.inputs().stream().anyMatch(i -> i.dims().size() == 4);
    return image && dims.size() == 4 ? of(dims, sides(wanted, placed)) : Optional.empty();
  }

  /**
   * As DATA says, else as the shapes do.
   *
   * @param stated DATA's {@code outputs:}; empty for none
   * @param placed the masks; null without
   * @param place names the data in messages
   */
  static PixelMap of(String stated, Wanted wanted, @Nullable Placement placed, String place) {
    List<ValueInfo.Dim> dims = dims(wanted);
    if (!stated.isEmpty()) {
      PixelForm form = form(stated, place);
      int axis = form == PixelForm.CLASSES_FIRST ? 1 : 3;
      boolean known = form != PixelForm.ONE_SCORE && dims.size() == 4 && dims.get(axis).known();
      return new PixelMap(form, known ? (int) dims.get(axis).size() : 0);
    }
    if (wanted.outputs().isEmpty() || !wanted.outputs().get(0).ranked()) {
      return new PixelMap(PixelForm.CLASSES_FIRST, 0);
    }
    Sides sides = sides(wanted, placed);
    return of(dims, sides)
        .orElseThrow(
            () ->
                new DataException(
                    "%s: the model's output %s is %s, but a segmentation needs scores of each pixel, [N, classes, H, W], [N, H, W, classes] or [N, 1, H, W]%s; bring images and masks to its size with `preprocess: {resize: [height, width]}`, or let the model enlarge its map"
                        .formatted(
                            place,
                            wanted.outputs().get(0).name(),
                            dims,
                            sides.height == 0
                                ? ""
                                : ", of %d x %d pixels".formatted(sides.width, sides.height))));
  }

  private static Optional<PixelMap> of(List<ValueInfo.Dim> dims, Sides sides) {
    if (dims.size() == 3 && sides.fit(dims.get(1), dims.get(2))) {
      return Optional.of(new PixelMap(PixelForm.ONE_SCORE, 1));
    }
    if (dims.size() != 4) {
      return Optional.empty();
    }
    boolean last = sides.fit(dims.get(1), dims.get(2)) && dims.get(3).known();
    boolean first = sides.fit(dims.get(2), dims.get(3)) && !(last && !dims.get(1).known());
    if (!first && !last) {
      return Optional.empty();
    }
    PixelForm form = first ? PixelForm.CLASSES_FIRST : PixelForm.CLASSES_LAST;
    ValueInfo.Dim scores = dims.get(first ? 1 : 3);
    int known = scores.known() ? (int) scores.size() : 0;
    return Optional.of(new PixelMap(known == 1 ? PixelForm.ONE_SCORE : form, known));
  }

  /** Of the masks, else of the image that the model takes. */
  private static Sides sides(Wanted wanted, @Nullable Placement placed) {
    if (placed != null) {
      return new Sides(placed.height(), placed.width());
    }
    return wanted.inputs().stream()
        .filter(i -> i.dims().size() == 4)
        .findFirst()
        .map(i -> i.dims())
        .filter(d -> d.stream().skip(1).allMatch(ValueInfo.Dim::known))
        .map(
            d ->
                d.get(1).size() <= 4
                    ? new Sides(d.get(2).size(), d.get(3).size())
                    : new Sides(d.get(1).size(), d.get(2).size()))
        .orElse(new Sides(0, 0));
  }

  private static List<ValueInfo.Dim> dims(Wanted wanted) {
    return wanted.outputs().isEmpty() ? List.of() : wanted.outputs().get(0).dims();
  }

  private static PixelForm form(String stated, String place) {
    return Arrays.stream(PixelForm.values())
        .filter(f -> f.word().equals(stated))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "%s: `outputs: %s` says nothing of a segmentation; known are %s"
                        .formatted(
                            place,
                            stated,
                            Arrays.stream(PixelForm.values()).map(PixelForm::word).toList())));
  }
}
