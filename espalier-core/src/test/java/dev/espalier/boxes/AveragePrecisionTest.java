package dev.espalier.boxes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Average precision against pycocotools' and by hand. */
class AveragePrecisionTest {
  /** What pycocotools 2.0 finds for the boxes of {@link #drawn}. */
  private static final double HALF = 0.6879771171082971;

  private static final double ALL = 0.28721750935041623;
  private static final double[] EACH = {0.653076902453342, 0.7584270013842764, 0.6524274474872724};

  private static final int IMAGES = 20;

  /** The same numbers in any language. */
  private static final class Draw {
    private long x = 7;

    int below(int n) {
      x = (x * 1103515245 + 12345) % (1L << 31);
      return (int) ((x >> 16) % n);
    }
  }

  /** Boxes and found ones, some moved, some of another class, some crowds. */
  private static AveragePrecision drawn(List<List<Truth>> truths, List<List<Box>> found) {
    Draw draw = new Draw();
    for (int i = 0; i < IMAGES; i++) {
      List<Truth> own = new ArrayList<>();
      List<Box> said = new ArrayList<>();
      for (int k = 0; k < 6; k++) {
        int category = draw.below(3);
        int x = draw.below(60);
        int y = draw.below(60);
        int w = 10 + draw.below(30);
        int h = 10 + draw.below(30);
        boolean crowd = draw.below(10) == 0;
        own.add(
            new Truth(box(category, x, y, w, h, 1), crowd ? Truth.Mark.CROWD : Truth.Mark.COUNTED));
        for (int m = 0; m < 2; m++) {
          int dx = draw.below(7) - 3;
          int dy = draw.below(7) - 3;
          int dw = draw.below(9) - 4;
          int dh = draw.below(9) - 4;
          int other = draw.below(5) > 0 ? category : draw.below(3);
          double score = (1 + draw.below(100)) / 100.0;
          said.add(box(other, x + dx, y + dy, w + dw, h + dh, score));
        }
      }
      truths.add(own);
      said.sort(Comparator.comparingDouble(Box::score).reversed());
      found.add(said);
    }
    return AveragePrecision.of(3, truths, found);
  }

  private static Box box(int category, double x, double y, double w, double h, double score) {
    return new Box(x, y, x + w, y + h, category, score);
  }

  @Test
  void agreesWithPycocotools() {
    AveragePrecision precision = drawn(new ArrayList<>(), new ArrayList<>());
    assertEquals(HALF, precision.mean(AveragePrecision.HALF), 1e-6);
    assertEquals(ALL, precision.mean(AveragePrecision.ALL), 1e-6);
    for (int c = 0; c < EACH.length; c++) {
      assertEquals(EACH[c], precision.of(c, AveragePrecision.HALF), 1e-6);
    }
  }

  @Test
  void aResampleIsWhatTheDrawnImagesComeTo() {
    List<List<Truth>> truths = new ArrayList<>();
    List<List<Box>> found = new ArrayList<>();
    drawn(truths, found);
    found.replaceAll(AveragePrecisionTest::toldApart);
    AveragePrecision all = AveragePrecision.of(3, truths, found);
    int[] drawn = {3, 3, 17, 0, 9, 9, 9};
    List<List<Truth>> someTruths = new ArrayList<>();
    List<List<Box>> someFound = new ArrayList<>();
    for (int record : drawn) {
      someTruths.add(truths.get(record));
      someFound.add(found.get(record));
    }
    assertEquals(
        AveragePrecision.of(3, someTruths, someFound).mean(AveragePrecision.ALL),
        all.mean(AveragePrecision.ALL, drawn),
        1e-9);
  }

  /** No two boxes of the same score: in which order these count is left open. */
  private static List<Box> toldApart(List<Box> found) {
    return found.stream()
        .map(
            b ->
                new Box(
                    b.left(),
                    b.top(),
                    b.right(),
                    b.bottom(),
                    b.category(),
                    b.score() - 1e-5 * b.left() - 1e-7 * b.top()))
        .sorted(Comparator.comparingDouble(Box::score).reversed())
        .toList();
  }

  @Test
  void whatNeedNotBeFoundCountsNeitherWay() {
    Truth counted = new Truth(box(0, 0, 0, 10, 10, 1), Truth.Mark.COUNTED);
    Truth difficult = new Truth(box(0, 50, 50, 10, 10, 1), Truth.Mark.IGNORED);
    List<Box> found = List.of(box(0, 50, 50, 10, 10, 0.9), box(0, 0, 0, 10, 10, 0.8));
    AveragePrecision precision =
        AveragePrecision.of(2, List.of(List.of(counted, difficult)), List.of(found));
    assertEquals(1, precision.mean(AveragePrecision.ALL), 1e-9);
    assertTrue(Double.isNaN(precision.of(1, AveragePrecision.HALF)), "nothing is to be found");
  }

  @Test
  void sureBoxesOfAnImageAreTheSameOrNot() {
    Truth there = new Truth(box(0, 0, 0, 10, 10, 1), Truth.Mark.COUNTED);
    Box right = box(0, 0, 0, 10, 10, 0.9);
    Box wrong = box(1, 0, 0, 10, 10, 0.9);
    Box unsure = box(1, 0, 0, 10, 10, 0.1);
    double[] same =
        AveragePrecision.same(
            List.of(List.of(there), List.of(there), List.of(), List.of(there)),
            List.of(List.of(right, unsure), List.of(right, wrong), List.of(), List.of()));
    assertArrayEquals(new double[] {1, 2.0 / 3, 1, 0}, same, 1e-12);
  }
}
