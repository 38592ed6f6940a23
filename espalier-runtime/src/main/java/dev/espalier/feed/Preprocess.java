package dev.espalier.feed;

import java.util.List;
import java.util.Objects;

/**
 * From stored to model values: {@code (stored * scale - mean) / std}, mean and std one for all or
 * one a channel (image) or column (table).
 *
 * @param scale multiplies first
 * @param mean subtracted next
 * @param std divides last
 * @param standardise whether mean and std are computed, per column, on the training examples
 * @param layout how the model takes images, {@code NCHW} or {@code NHWC}; empty to see it from its
 *     input
 * @param dataLayout how arrays store images, {@code HW}, {@code HWC} or {@code CHW}; empty to
 *     recognise it
 * @param resize height and width that images are brought to; empty to leave them
 * @param letterbox height and width of a canvas in whose middle images lie, as large as they fit
 *     without a change of their proportions; empty for none
 * @param fill what the canvas holds beside the image, 0 to 255
 * @param channels 1 turns colour into grey (ITU-R BT.601), 3 repeats grey; 0 leaves them
 */
public record Preprocess(
    Double scale,
    List<Double> mean,
    List<Double> std,
    Boolean standardise,
    String layout,
    String dataLayout,
    List<Integer> resize,
    Integer channels,
    List<Integer> letterbox,
    Integer fill) {
  /** The grey that detectors are usually trained with. */
  private static final int GREY = 114;

  /** Leaves values as they are stored. */
  public static final Preprocess NONE =
      new Preprocess(1.0, List.of(), List.of(), false, "", "", List.of(), 0, List.of(), GREY);

  public Preprocess {
    scale = Objects.requireNonNullElse(scale, 1.0);
    mean = List.copyOf(Objects.requireNonNullElse(mean, List.<Double>of()));
    std = List.copyOf(Objects.requireNonNullElse(std, List.<Double>of()));
    standardise = Objects.requireNonNullElse(standardise, false);
    layout = Objects.requireNonNullElse(layout, "");
    dataLayout = Objects.requireNonNullElse(dataLayout, "");
    resize = List.copyOf(Objects.requireNonNullElse(resize, List.<Integer>of()));
    channels = Objects.requireNonNullElse(channels, 0);
    letterbox = List.copyOf(Objects.requireNonNullElse(letterbox, List.<Integer>of()));
    fill = Objects.requireNonNullElse(fill, GREY);
  }

  /**
   * Without a letterbox.
   *
   * @param scale that stored values are multiplied by
   * @param mean by channel, after scaling
   * @param std by channel, after scaling
   * @param standardise whether mean and deviation are those of the training examples
   * @param layout of the model's images
   * @param dataLayout of the stored images
   * @param resize height and width in pixels; empty to keep the size
   * @param channels 1 or 3; 0 to keep them
   */
  public Preprocess(
      Double scale,
      List<Double> mean,
      List<Double> std,
      Boolean standardise,
      String layout,
      String dataLayout,
      List<Integer> resize,
      Integer channels) {
    this(scale, mean, std, standardise, layout, dataLayout, resize, channels, List.of(), GREY);
  }

  /** {@return whether images are brought to another size} */
  public boolean sized() {
    return !resize.isEmpty() || !letterbox.isEmpty();
  }

  /** The same with another number of channels. */
  Preprocess withChannels(int changed) {
    return new Preprocess(
        scale, mean, std, standardise, layout, dataLayout, resize, changed, letterbox, fill);
  }

  /**
   * {@return the same with mean and standard deviation settled}
   *
   * @param newMean by channel
   * @param newStd by channel
   */
  public Preprocess withMoments(List<Double> newMean, List<Double> newStd) {
    return new Preprocess(
        scale, newMean, newStd, false, layout, dataLayout, resize, channels, letterbox, fill);
  }
}
