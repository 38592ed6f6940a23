package dev.espalier.judge;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.Detections;
import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.record.BoxesRecord;
import dev.espalier.task.Detection;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boxes before and after on the examples where they differ most: the original's dashed, the
 * result's in one line.
 */
public final class BoxPictures {
  private static final int MOST = 6;

  /** Pixels of the longer side, some 50 KiB. */
  private static final int SIDE = 240;

  private static final Color BEFORE = Color.WHITE;
  private static final Color AFTER = new Color(0xc9590a);

  private BoxPictures() {}

  /** Empty unless the task is to find boxes in images. */
  public static List<BoxesRecord> of(Examples examples, Predictions before, Predictions after) {
    Task task = examples.task();
    Dataset records = examples.test();
    Portrait portrait = Portrait.of(records);
    if (!(task.kind() instanceof Detection detection) || !portrait.image()) {
      return List.of();
    }
    List<List<Box>> foundBefore = detection.found(task, before);
    List<List<Box>> foundAfter = detection.found(task, after);
    double[] same = task.agreement(before, after);
    List<BoxesRecord> pictures = new ArrayList<>();
    IntStream.range(0, same.length)
        .boxed()
        .sorted(Comparator.comparingDouble(r -> same[r]))
        .limit(MOST)
        .forEach(
            r -> {
              List<Box> left = Detections.sure(foundBefore.get(r));
              List<Box> right = Detections.sure(foundAfter.get(r));
              Canvas canvas = new Canvas(portrait, records, r, detection.decoder().relative());
              canvas.draw(left, BEFORE, true);
              canvas.draw(right, AFTER, false);
              pictures.add(new BoxesRecord(r, left.size(), right.size(), same[r], canvas.png()));
            });
    return pictures;
  }

  /** A picture that is drawn on. */
  private static final class Canvas {
    private static final float[] DASHES = {4, 3};

    private final BufferedImage image;
    private final double right;
    private final double down;

    Canvas(Portrait portrait, Dataset records, int record, boolean relative) {
      this.image = portrait.picture(records, record, SIDE);
      this.right = (double) image.getWidth() / (relative ? 1 : portrait.layout().width());
      this.down = (double) image.getHeight() / (relative ? 1 : portrait.layout().height());
    }

    void draw(List<Box> boxes, Color colour, boolean dashed) {
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(colour);
      graphics.setStroke(
          new BasicStroke(
              1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, dashed ? DASHES : null, 0));
      for (Box box : boxes) {
        int x = (int) (box.left() * right);
        int y = (int) (box.top() * down);
        graphics.drawRect(x, y, (int) (box.right() * right) - x, (int) (box.bottom() * down) - y);
      }
      graphics.dispose();
    }

    String png() {
      return Portrait.png(image);
    }
  }
}
