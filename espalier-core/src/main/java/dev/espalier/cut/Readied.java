package dev.espalier.cut;

import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.stage.Candidate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The candidate that is cut again and again in a search, with its evidence, gathered once. What the
 * original's units scored is kept on disk too, for the record of a run that was resumed.
 */
public final class Readied {
  private static final String FILE = "scores.json";

  private final Path file;
  private Cutter.@Nullable Ready ready;
  private String parent = "";
  private String criterion = "";

  public Readied(RunFolder folder) {
    this.file = folder.work(FILE);
  }

  /**
   * What the first criterion said of the original.
   *
   * @param units scores of each group's units
   * @param blocks what would be lost with each residual block that may go
   */
  public record Scores(Map<String, double[]> units, Map<String, Double> blocks) {}

  /** A candidate, ready to be cut: known, or scored now. */
  Cutter.Ready of(Candidate candidate, String identity, Aiming by, CutMethods means) {
    Cutter.Ready known = ready;
    if (known == null || !parent.equals(identity) || !criterion.equals(means.criterion())) {
      known = by.cutter().ready(candidate);
      ready = known;
      parent = identity;
      criterion = means.criterion();
      keep(known);
    }
    return known;
  }

  private void keep(Cutter.Ready first) {
    if (!Files.exists(file)) {
      Json.write(new Scores(first.scores(), first.blocks()), file);
    }
  }

  /** What was kept; empty where nothing was cut yet. */
  public Scores original() {
    return Files.exists(file) ? Json.read(file, Scores.class) : new Scores(Map.of(), Map.of());
  }
}
