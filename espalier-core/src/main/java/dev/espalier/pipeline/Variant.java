package dev.espalier.pipeline;

import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import org.jspecify.annotations.Nullable;

/**
 * A model that can answer alone: a member of a family.
 *
 * @param name of its file
 * @param kind how it came about: variant, exit, given or original
 * @param model with the original's inputs and outputs
 * @param plan what was cut; null where nothing was
 * @param certificate that the cut is exact; null where nothing was cut
 */
record Variant(
    String name,
    String kind,
    Model model,
    @Nullable PrunePlan plan,
    @Nullable CertificateRecord certificate) {
  static Variant of(String name, String kind, Model model) {
    return new Variant(name, kind, model, null, null);
  }
}
