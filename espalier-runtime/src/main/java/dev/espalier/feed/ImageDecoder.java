package dev.espalier.feed;

import dev.espalier.files.Limit;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG and JPEG to planes of 0 to 255, or to numbers as stored; alpha is left out. */
public final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * A decoded image.
   *
   * @param height in pixels
   * @param width in pixels
   * @param planes one (grey) or three (red, green, blue), row by row
   */
  public record Planes(int height, int width, float[][] planes) {}

  /**
   * Numbers of pixels as they are stored: shades of grey, or places in a palette.
   *
   * @param height in pixels
   * @param width in pixels
   * @param values one a pixel, row by row
   */
  public record Samples(int height, int width, int[] values) {}

  /**
   * {@return the image in {@code file}; {@link IOException} where it is none, or too large}
   *
   * @param file content of an image file
   */
  public static Planes decode(byte[] file) throws IOException {
    return planes(read(file));
  }

  /**
   * {@return one number a pixel, unscaled; {@link IOException} where there is no image, it is too
   * large, or its pixels are colours}
   *
   * @param file content of an image file
   */
  public static Samples samples(byte[] file) throws IOException {
    BufferedImage image = read(file);
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    int[] values = raster.getSamples(0, 0, width, height, 0, (int[]) null);
    for (int band = 1; band < raster.getNumBands() / 3 * 3; band++) {
      if (!Arrays.equals(values, raster.getSamples(0, 0, width, height, band, (int[]) null))) {
        throw new IOException("its pixels are colours, not one number each");
      }
    }
    return new Samples(height, width, values);
  }

  private static BufferedImage read(byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > Limit.IMAGE_PIXELS.value()) {
          throw new IOException("it has " + pixels + " pixels, and " + Limit.IMAGE_PIXELS.remedy());
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Planes planes(BufferedImage image) {
    boolean grey =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    int pixels = image.getWidth() * image.getHeight();
    float[][] planes = grey ? new float[][] {grey(image)} : new float[3][pixels];
    if (!grey) {
      int[] line = new int[image.getWidth()];
      for (int y = 0; y < image.getHeight(); y++) {
        image.getRGB(0, y, line.length, 1, line, 0, line.length);
        for (int x = 0; x < line.length; x++) {
          planes[0][y * line.length + x] = line[x] >> 16 & 0xff;
          planes[1][y * line.length + x] = line[x] >> 8 & 0xff;
          planes[2][y * line.length + x] = line[x] & 0xff;
        }
      }
    }
    return new Planes(image.getHeight(), image.getWidth(), planes);
  }

  /**
   * The stored samples: converting grey through Java's linear grey colour space would brighten it.
   */
  private static float[] grey(BufferedImage image) {
    Raster raster = image.getRaster();
    float top = (1 << image.getColorModel().getComponentSize(0)) - 1;
    float[] plane = raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
    for (int i = 0; i < plane.length; i++) {
      plane[i] *= 255 / top;
    }
    return plane;
  }
}
