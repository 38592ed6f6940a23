package dev.espalier.boxes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a detector found in some records: its candidates, greedily without those that overlap a
 * surer one of their class by more than {@value #OVERLAP} (non-maximum suppression), at most
 * {@value #MOST} a record, the surest first.
 *
 * <p>Overlap and least score are those by which Ultralytics measures average precision; so many
 * boxes are what COCO counts.
 */
public final class Detections {
  private static final double OVERLAP = 0.7;
  private static final int MOST = 100;

  /** Candidates of a record that are looked at, the surest. */
  private static final int CANDIDATES = 30_000;

  /** From here on a box counts as found where one model is compared with another. */
  private static final double SURE = 0.25;

  private Detections() {}

  /**
   * Of each of {@code records}, in order.
   *
   * @param head where boxes and scores lie
   * @param outputs of the model
   * @param records how many there are
   * @return the boxes of each record, the surest first
   */
  public static List<List<Box>> of(BoxHead head, List<BoxHead.Output> outputs, int records) {
    return IntStream.range(0, records)
        .parallel()
        .mapToObj(r -> sifted(head.boxes(outputs, r), head.sifted()))
        .toList();
  }

  private static List<Box> sifted(List<Box> candidates, boolean done) {
    Map<Integer, List<Box>> kept = new HashMap<>();
    List<Box> found = new ArrayList<>();
    for (Box box : bySureness(candidates).subList(0, Math.min(CANDIDATES, candidates.size()))) {
      List<Box> own = kept.computeIfAbsent(box.category(), c -> new ArrayList<>());
      if (found.size() < MOST && (done || own.stream().noneMatch(k -> k.overlap(box) > OVERLAP))) {
        own.add(box);
        found.add(box);
      }
    }
    return List.copyOf(found);
  }

  private static List<Box> bySureness(List<Box> boxes) {
    return boxes.stream().sorted(Comparator.comparingDouble(Box::score).reversed()).toList();
  }

  /**
   * {@return those with a score of at least {@value #SURE}: what a person would be shown}
   *
   * @param found boxes of a record
   */
  public static List<Box> sure(List<Box> found) {
    return found.stream().filter(b -> b.score() >= SURE).toList();
  }

  /**
   * {@return the same as if they were labels}
   *
   * @param found boxes of a record
   */
  public static List<Truth> asTruth(List<Box> found) {
    return sure(found).stream().map(b -> new Truth(b, Truth.Mark.COUNTED)).toList();
  }
}
