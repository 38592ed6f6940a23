package dev.espalier.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Units that were ranked together, and which of them went.
 *
 * @param name of the group
 * @param units how many there were
 * @param kept how many are left
 * @param cut the numbers of those that went, ascending
 * @param axes where the units live: tensor and axis, for a person
 * @param prunable whether any might have gone
 * @param reason why none might; empty if prunable
 * @param scores distribution of the last scores; null where nothing was scored
 */
public record GroupRecord(
    String name,
    long units,
    long kept,
    List<Integer> cut,
    List<String> axes,
    boolean prunable,
    String reason,
    @Nullable ScoreSummary scores) {
  public GroupRecord {
    cut = Copies.list(cut);
    axes = Copies.list(axes);
    reason = Copies.text(reason);
  }
}
