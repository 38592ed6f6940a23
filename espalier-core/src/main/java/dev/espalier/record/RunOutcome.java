package dev.espalier.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a run: files, figures beside the original's, and proof.
 *
 * @param files all files that the run left but run.json and what is made of it, with their hashes
 * @param original the model that came in; null until measured
 * @param result the model that went out; null until there is one
 * @param drop what it cost; null without data
 * @param expected what the gate's examples let expect of the drop on as many new examples as the
 *     final ones; null without a gate
 * @param parts quality of each task of several, and of each domain that DATA tells apart; empty
 *     elsewhere
 * @param targets what was aimed at and reached, the leading one first; empty where only the loss
 *     was
 * @param certificate that the cut is exact; null until checked
 */
public record RunOutcome(
    List<RunFile> files,
    @Nullable Figures original,
    @Nullable Figures result,
    @Nullable Drop drop,
    @Nullable Drop expected,
    List<PartRecord> parts,
    List<TargetRecord> targets,
    @Nullable CertificateRecord certificate) {
  public RunOutcome {
    files = Copies.list(files);
    parts = Copies.list(parts);
    targets = Copies.list(targets);
  }
}
