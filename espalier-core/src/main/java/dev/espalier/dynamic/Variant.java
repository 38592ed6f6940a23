package dev.espalier.dynamic;

import dev.espalier.model.Model;
import dev.espalier.record.CertificateRecord;
import dev.espalier.stage.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that can answer alone: a member of a family, or one that was tried for it.
 *
 * @param name of its file
 * @param kind how it came about: static, variant, gates, tokens, exit, frames, given or original
 * @param model with the original's inputs and outputs
 * @param done the stages that made it of the original; empty where none did
 * @param certificate that it is what was trained or cut; null where nothing was
 * @param measured what it costs, where that depends on the record; null where it can be counted
 */
record Variant(
    String name,
    String kind,
    Model model,
    List<Done> done,
    @Nullable CertificateRecord certificate,
    @Nullable Measured measured) {
  /** The kind of the smallest static model within the allowed loss that a search has found. */
  static final String FOUND = "static";

  /** That of the model that the run began with. */
  static final String ORIGINAL = "original";

  /**
   * Costs in the mean over records of the choice part.
   *
   * @param macs multiply-accumulates of one record
   * @param time share of the original's
   */
  record Measured(double macs, double time) {}

  /** Multiply-accumulates of one record. */
  double macs() {
    return measured == null ? StageMeter.count(model) : measured.macs();
  }

  boolean isOriginal() {
    return kind.equals(ORIGINAL);
  }

  /** Whether it may be offered: what was timed must take less time than the original. */
  boolean pays() {
    return measured == null || measured.time() < 1;
  }

  static Variant of(String name, String kind, Model model) {
    return new Variant(name, kind, model, List.of(), null, null);
  }
}
