package dev.espalier.feed;

import dev.espalier.files.Attempt;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Size and channels of stored images, changed before they are batched. */
public final class Images {
  private Images() {}

  /**
   * {@return a PNG or JPEG file as one stored record: UINT8 {@code [1, height, width, 1]} if it is
   * grey, else {@code [1, height, width, 3]} (red, green, blue); alpha is left out}
   *
   * <p>JPEG is decoded by what ImageIO finds; a run has {@code com.twelvemonkeys.imageio:
   * imageio-jpeg} on its class path, which also reads what the JDK refuses.
   *
   * @param file PNG or JPEG, whole
   * @throws DataException where the file cannot be read or decoded
   */
  public static Tensor read(Path file) {
    ImageDecoder.Planes image =
        Attempt.of(
            () -> ImageDecoder.decode(Files.readAllBytes(file)),
            file + " does not decode as an image");
    Size size = new Size(image.height(), image.width(), image.planes().length, true);
    byte[] bytes = new byte[size.length()];
    size.put(image.planes(), bytes, 0);
    return new Tensor(
        DType.UINT8, new int[] {1, size.height, size.width, size.channels}, ByteBuffer.wrap(bytes));
  }

  /**
   * {@return the column with its images at the size and with the channels that {@code preprocess}
   * names}
   *
   * @param column images as they are stored
   * @param preprocess from stored to model values
   * @param place names the data in messages
   */
  public static Numbers fitted(Numbers column, Preprocess preprocess, String place) {
    if (!preprocess.sized() && preprocess.channels() == 0 || column.shape().length < 2) {
      return column;
    }
    int[] hwc = Geometry.heightWidthChannels(column.shape(), preprocess.dataLayout(), place);
    Placement placement = Placement.of(preprocess, hwc[0], hwc[1]);
    int height = placement.height();
    int width = placement.width();
    int channels = preprocess.channels() == 0 ? hwc[2] : preprocess.channels();
    if (height == hwc[0] && width == hwc[1] && channels == hwc[2]) {
      return column;
    }
    if (column.type() != DType.UINT8
        || (long) column.size() * height * width * channels > Numbers.MOST_BYTES) {
      throw new DataException(
          place
              + ": preprocess.resize, preprocess.letterbox and preprocess.channels work on images"
              + " of bytes, up to 2 GiB in all; these are "
              + column.size()
              + " records of "
              + column.described());
    }
    boolean last = Geometry.layout(column.shape(), preprocess.dataLayout()).equals("HWC");
    Size from = new Size(hwc[0], hwc[1], hwc[2], last);
    Size to = new Size(height, width, channels, last);
    byte[] all = new byte[column.size() * to.length()];
    for (int row = 0; row < column.size(); row++) {
      float[][] planes = new float[hwc[2]][];
      for (int c = 0; c < planes.length; c++) {
        planes[c] =
            placement.apply(from.plane(column.data(), column.offset() + row * column.stride(), c));
      }
      to.put(recoloured(planes, channels, place), all, row * to.length());
    }
    int[] shape = last ? new int[] {height, width, channels} : new int[] {channels, height, width};
    return Numbers.dense(DType.UINT8, all, column.size(), shape);
  }

  /**
   * Grey repeated, or colour weighed into grey as ITU-R BT.601 has it.
   *
   * @param planes one (grey) or three (red, green, blue), row by row
   * @param channels 1 or 3
   * @param place names the data in messages
   * @return as many planes as {@code channels}
   */
  public static float[][] recoloured(float[][] planes, int channels, String place) {
    if (planes.length == channels) {
      return planes;
    }
    if (planes.length == 1) {
      return new float[][] {planes[0], planes[0], planes[0]};
    }
    if (planes.length < 3) {
      throw new DataException(
          place + ": images of " + planes.length + " channels cannot become images of " + channels);
    }
    if (channels == 3) {
      return new float[][] {planes[0], planes[1], planes[2]};
    }
    float[] grey = new float[planes[0].length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 0.299f * planes[0][i] + 0.587f * planes[1][i] + 0.114f * planes[2][i];
    }
    return new float[][] {grey};
  }

  /**
   * How one image lies in an array of bytes.
   *
   * @param height in pixels
   * @param width in pixels
   * @param channels numbers of a pixel
   * @param last whether channels come last
   */
  public record Size(int height, int width, int channels, boolean last) {
    /** {@return bytes of the image} */
    public int length() {
      return height * width * channels;
    }

    float[] plane(byte[] data, int at, int channel) {
      float[] plane = new float[height * width];
      int step = last ? channels : 1;
      int start = at + (last ? channel : channel * plane.length);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = data[start + i * step] & 0xff;
      }
      return plane;
    }

    /**
     * Writes planes of 0 to 255, rounded, from {@code at}.
     *
     * @param planes one a channel, row by row
     * @param data that is written to
     * @param at first byte of the image
     */
    public void put(float[][] planes, byte[] data, int at) {
      int step = last ? channels : 1;
      for (int c = 0; c < channels; c++) {
        int start = at + (last ? c : c * height * width);
        for (int i = 0; i < height * width; i++) {
          data[start + i * step] = (byte) Math.max(0, Math.min(255, Math.round(planes[c][i])));
        }
      }
    }
  }
}
