package dev.espalier.stage;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.plan.PrunePlan;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What was done to a model, stage by stage: the content of {@code plan.json}, from which {@code
 * verify} does it again.
 *
 * @param format version of the file; a reader refuses one that it does not know
 * @param stages in order, the original's preparation first
 */
public record StagePlan(int format, List<Done> stages) {
  /** The version that is written. Version 1 was a bare {@link PrunePlan}, which is still read. */
  public static final int FORMAT = 2;

  public StagePlan {
    stages = List.copyOf(stages);
  }

  /**
   * {@return a plan of the present format}
   *
   * @param stages what was done, in order
   */
  public static StagePlan of(List<Done> stages) {
    return new StagePlan(FORMAT, stages);
  }

  /**
   * Throws {@link DataException} where the file is missing, damaged or of an unknown version.
   *
   * @param file plan.json
   * @return the plan; of a bare cut, as earlier versions wrote it, a plan with that cut alone
   */
  public static StagePlan read(Path file) {
    JsonNode tree = Json.complete(file, JsonNode.class);
    try {
      if (tree.has("heads")) {
        return ofVersion1(Json.complete(tree, PrunePlan.class));
      }
      int format = tree.path("format").asInt(0);
      if (format != FORMAT) {
        throw new DataException(
            "its format is "
                + (tree.has("format") ? tree.get("format") : "not named")
                + ", and this version of Espalier reads 1 and "
                + FORMAT
                + "; verify it with the version that wrote it");
      }
      return Json.complete(tree, StagePlan.class);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  private static StagePlan ofVersion1(PrunePlan plan) {
    return of(List.of(PrepareStage.done(plan.heads()), CutReplay.done(plan)));
  }
}
