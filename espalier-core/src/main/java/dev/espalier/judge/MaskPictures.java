package dev.espalier.judge;

import dev.espalier.data.Dataset;
import dev.espalier.data.Layout;
import dev.espalier.job.Examples;
import dev.espalier.record.MasksRecord;
import dev.espalier.task.Predictions;
import dev.espalier.task.Segmentation;
import dev.espalier.task.Task;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Masks before and after beside each other on the examples where they differ most: the picture, its
 * mask in the data, the original's and the result's. Class 0 leaves the picture as it is.
 */
public final class MaskPictures {
  private static final int MOST = 6;

  /** Pixels of the longer side of one of the pictures. */
  private static final int SIDE = 128;

  private static final int GAP = 4;

  /** Colours that people tell apart: Okabe and Ito, Color Universal Design, 2002. */
  private static final int[] COLOURS = {
    0xd55e00, 0x0072b2, 0x009e73, 0xf0e442, 0xcc79a7, 0x56b4e9, 0xe69f00
  };

  /** Of pixels that count for nothing. */
  private static final int NOTHING = 0x808080;

  private MaskPictures() {}

  /** Empty unless the task is to find the classes of an image's pixels. */
  public static List<MasksRecord> of(Examples examples, Predictions before, Predictions after) {
    Task task = examples.task();
    Dataset records = examples.test();
    if (!(task.kind() instanceof Segmentation segmentation)) {
      return List.of();
    }
    Portrait portrait = Portrait.of(records);
    IntFunction<int[]> was = segmentation.masks(task, before);
    IntFunction<int[]> is = segmentation.masks(task, after);
    if (!portrait.image() || was.apply(0).length != pixels(portrait.layout())) {
      return List.of();
    }
    double[] same = task.agreement(before, after);
    Task overlap = segmentation.told() ? task.judgedBy(Segmentation.IOU) : task;
    double[] first = segmentation.told() ? overlap.perRecord(before) : ones(same.length);
    double[] second = segmentation.told() ? overlap.perRecord(after) : same;
    double[] labels = segmentation.told() ? before.targets() : new double[0];
    List<MasksRecord> pictures = new ArrayList<>();
    IntStream.range(0, same.length)
        .boxed()
        .sorted(Comparator.comparingDouble(r -> same[r]))
        .limit(MOST)
        .forEach(
            r -> {
              BufferedImage picture = portrait.picture(records, r, SIDE);
              List<BufferedImage> all = new ArrayList<>(List.of(picture));
              if (segmentation.told()) {
                all.add(painted(picture, label(labels, r, same.length), portrait.layout()));
              }
              all.add(painted(picture, was.apply(r), portrait.layout()));
              all.add(painted(picture, is.apply(r), portrait.layout()));
              pictures.add(
                  new MasksRecord(r, same[r], first[r], second[r], Portrait.png(beside(all))));
            });
    return pictures;
  }

  private static int pixels(Layout layout) {
    return layout.width() * layout.height();
  }

  private static double[] ones(int many) {
    double[] ones = new double[many];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] label(double[] all, int record, int records) {
    int each = all.length / records;
    return IntStream.range(record * each, (record + 1) * each).map(i -> (int) all[i]).toArray();
  }

  /** A copy with the colours of the classes, half transparent. */
  private static BufferedImage painted(BufferedImage picture, int[] mask, Layout layout) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = y * layout.height() / height;
        int given = mask[row * layout.width() + x * layout.width() / width];
        int under = picture.getRGB(x, y) & 0xffffff;
        out.setRGB(x, y, given == 0 ? under : mixed(under, colour(given)));
      }
    }
    return out;
  }

  private static int colour(int given) {
    return given < 0 ? NOTHING : COLOURS[(given - 1) % COLOURS.length];
  }

  private static int mixed(int one, int other) {
    return (one >> 1 & 0x7f7f7f) + (other >> 1 & 0x7f7f7f);
  }

  private static BufferedImage beside(List<BufferedImage> pictures) {
    int width = pictures.get(0).getWidth();
    int each = width + GAP;
    BufferedImage out =
        new BufferedImage(
            each * pictures.size() - GAP, pictures.get(0).getHeight(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = out.createGraphics();
    for (int i = 0; i < pictures.size(); i++) {
      graphics.drawImage(pictures.get(i), i * each, 0, null);
    }
    graphics.dispose();
    return out;
  }
}
