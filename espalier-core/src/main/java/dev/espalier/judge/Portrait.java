package dev.espalier.judge;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Layout;
import dev.espalier.data.Rows;
import dev.espalier.data.Spread;
import dev.espalier.record.AnswersRecord.Shown;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Shows an input to a person: pictures and series as small PNG files whose brightness is the place
 * between the least and the greatest value of the column, texts by their beginning, rows by their
 * first numbers. A picture has at most {@value #MOST_PIXELS} pixels a side (12 KiB), a text {@value
 * #MOST_LETTERS} letters, a row {@value #MOST_VALUES} numbers.
 */
public record Portrait(Layout layout, Spread spread) {
  /** Examples that brightness is estimated from. */
  private static final int SCALED = 256;

  private static final int MOST_PIXELS = 64;
  private static final int MOST_LETTERS = 280;
  private static final int MOST_VALUES = 48;

  /** Of a data set that has records. */
  public static Portrait of(Dataset examples) {
    Batch scale = examples.batch(Rows.all(Math.min(SCALED, examples.size())).numbers());
    Layout layout = Layout.of(scale);
    return new Portrait(layout, Spread.of(layout, scale));
  }

  public Shown of(Dataset examples, int record) {
    Batch batch = examples.batch(new int[] {record});
    return switch (layout.kind()) {
      case IMAGE -> new Shown(png(picture(batch, MOST_PIXELS)), null, List.of());
      case SERIES -> new Shown(png(series(batch)), null, List.of());
      case TABLE -> new Shown(null, null, values(batch));
      case TOKENS, IDS -> new Shown(null, text(examples.text(record)), List.of());
    };
  }

  /** Whether examples are pictures. */
  boolean image() {
    return layout.kind() == Layout.Kind.IMAGE;
  }

  /** The picture of a record, at most so many pixels a side. */
  BufferedImage picture(Dataset examples, int record, int most) {
    return picture(examples.batch(new int[] {record}), most);
  }

  private static String text(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= MOST_LETTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS)) + " …";
  }

  private List<Double> values(Batch batch) {
    float[] values = layout.values(batch);
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_VALUES, values.length); i++) {
      shares.add(spread.share(i, values[i]));
    }
    return shares;
  }

  /** Three channels are red, green and blue; of other numbers the mean is shown. */
  private BufferedImage picture(Batch batch, int most) {
    float[] values = layout.values(batch);
    int channels = layout.channels();
    double[][] colours = new double[layout.height() * layout.width()][3];
    for (int i = 0; i < values.length; i++) {
      int channel = layout.channel(i);
      double[] pixel = colours[layout.row(i) * layout.width() + layout.column(i)];
      double share = spread.share(channel, values[i]);
      for (int c = 0; c < 3; c++) {
        pixel[c] += channels == 3 ? (c == channel ? share : 0) : share / channels;
      }
    }
    return small(layout.width(), layout.height(), most, (x, y) -> colours[y * layout.width() + x]);
  }

  /** Steps to the right, bands upwards. */
  private BufferedImage series(Batch batch) {
    float[] values = layout.values(batch);
    int steps = layout.dims()[0];
    int bands = layout.dims()[1];
    return small(
        steps,
        bands,
        MOST_PIXELS,
        (x, y) -> {
          int band = bands - 1 - y;
          double share = spread.share(band, values[x * bands + band]);
          return new double[] {share, share, share};
        });
  }

  private interface Colours {
    /** Red, green and blue, 0 to 1. */
    double[] at(int x, int y);
  }

  private static BufferedImage small(int width, int height, int most, Colours colours) {
    int right = Math.min(most, width);
    int down = Math.min(most, height);
    BufferedImage image = new BufferedImage(right, down, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < right; x++) {
        double[] colour = colours.at(x * width / right, y * height / down);
        int packed = 0;
        for (double part : colour) {
          packed = packed << 8 | (int) Math.round(255 * part);
        }
        image.setRGB(x, y, packed);
      }
    }
    return image;
  }

  static String png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be written to memory", e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
