package dev.espalier.record;

/**
 * A residual block, and whether it went.
 *
 * @param name output of its sum, by which plans name it
 * @param macs multiply-accumulates for one record that go with it
 * @param parameters numbers in the weights that go with it
 * @param removable whether it might go
 * @param reason why not; empty if removable
 * @param removed whether it went
 * @param loss estimate of what goes with it, on which it was chosen; NaN where none was made
 */
public record BlockRecord(
    String name,
    long macs,
    long parameters,
    boolean removable,
    String reason,
    boolean removed,
    double loss) {
  public BlockRecord {
    reason = Copies.text(reason);
  }
}
