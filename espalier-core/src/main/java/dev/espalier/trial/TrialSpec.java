package dev.espalier.trial;

import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.stage.StageRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One trial as data: all that determines it, so that it can be made anywhere, and is known again
 * wherever it was made.
 *
 * @param id hash of what determines the trial: the run's inputs and settings and all of the below
 *     but number and reasons
 * @param number in the order of proposals, from 1, for a person
 * @param from number of the trial that it begins with; 0 for the original
 * @param parent identity of that trial
 * @param ratio of the budget that is asked for, against the original
 * @param stages in order
 * @param among how many trials the verdict chooses among, this one included: in a search its
 *     number, which is part of what determines it by that
 * @param rivals identities of trials with the same plan of which it would be a repetition
 * @param why it is made, for a person
 */
public record TrialSpec(
    String id,
    int number,
    int from,
    String parent,
    double ratio,
    List<StageRequest> stages,
    int among,
    List<String> rivals,
    List<String> why) {
  private static final int LENGTH = 16;

  public TrialSpec {
    stages = List.copyOf(stages);
    rivals = List.copyOf(rivals);
    why = List.copyOf(why);
  }

  private record Determined(
      String context,
      String parent,
      double ratio,
      List<StageRequest> stages,
      int among,
      List<String> rivals) {}

  /**
   * The same with its identity.
   *
   * @param context hash of original, data and recipe, the seed among its keys
   */
  TrialSpec identified(String context) {
    String text = Json.text(new Determined(context, parent, ratio, stages, among, rivals));
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    String identity = HexFormat.of().formatHex(hash).substring(0, LENGTH);
    return new TrialSpec(identity, number, from, parent, ratio, stages, among, rivals, why);
  }

  /** The same for one more reason. */
  TrialSpec because(String reason) {
    List<String> reasons = new ArrayList<>(why);
    reasons.add(reason);
    return new TrialSpec(id, number, from, parent, ratio, stages, among, rivals, reasons);
  }
}
