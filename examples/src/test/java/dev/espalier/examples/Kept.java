package dev.espalier.examples;

import dev.espalier.onnx.OnnxReader;
import dev.espalier.plan.PrunePlan;
import dev.espalier.stage.Replayed;
import dev.espalier.stage.StagePlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a run left of the groups of a model, read from its plan. */
final class Kept {
  private Kept() {}

  /** Numbers of the units that stay of a group that lost some. */
  static List<Integer> of(String group, Path model, Path run) {
    Path plan = run.resolve("plan.json");
    Replayed replayed = Replayed.of(OnnxReader.read(model), StagePlan.read(plan), plan);
    PrunePlan.Keep keep = replayed.candidate().plan().groups().get(group);
    if (keep == null) {
      throw new AssertionError(group + " is whole: " + replayed.candidate().plan().groups());
    }
    return Arrays.stream(keep.kept()).boxed().toList();
  }
}
