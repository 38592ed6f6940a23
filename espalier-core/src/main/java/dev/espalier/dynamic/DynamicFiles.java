package dev.espalier.dynamic;

import dev.espalier.adaptive.AdaptiveModel;
import dev.espalier.adaptive.Join;
import dev.espalier.adaptive.Routing;
import dev.espalier.adaptive.StageProfile;
import dev.espalier.data.Rows;
import dev.espalier.files.Json;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.routing.Guarantee;
import dev.espalier.runtime.OpenModel;
import dev.espalier.stage.StagePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a dynamic run leaves beside its record, recipe and report. */
public record DynamicFiles(Path folder) {
  /** The model at its calibrated point. */
  public static final String DYNAMIC = OpenModel.DYNAMIC;

  /** The same with one more input, the scalar {@code effort}. */
  public static final String BY_EFFORT = "dynamic-effort.onnx";

  /** Every variant as a plain ONNX file, with the plan of what was cut beside it. */
  static final String FAMILY = "family";

  /** Records that stages are timed on together, at most. */
  private static final int LEARNT = 64;

  static String file(Variant variant) {
    return FAMILY + "/" + variant.name() + ".onnx";
  }

  /** Every variant that was made. */
  void write(Family family) {
    try {
      Files.createDirectories(folder.resolve(FAMILY));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder.resolve(FAMILY), e);
    }
    for (Variant variant : family.variants()) {
      OnnxWriter.write(variant.model(), folder.resolve(file(variant)));
      if (!variant.done().isEmpty()) {
        Json.write(
            StagePlan.of(variant.done()),
            folder.resolve(FAMILY + "/" + variant.name() + ".plan.json"));
      }
    }
  }

  /** The joined models, and how rows find their way. */
  void write(Routes.Chosen chosen, Model dynamic, UnseenParts parts) {
    Map<String, Object> guarantee = new LinkedHashMap<>();
    guarantee.put("proven", chosen.guarantee().basis() == Guarantee.Basis.PROOF);
    if (chosen.guarantee().basis() != Guarantee.Basis.SPENDING) {
      guarantee.put("allowed", chosen.guarantee().allowance().loss());
      guarantee.put("delta", chosen.guarantee().allowance().delta());
    }
    guarantee.put("words", chosen.guarantee().sentence());
    Routing.of(chosen.cascade(), chosen.table(), profiles(chosen, parts), guarantee)
        .write(chosen.cascade(), folder);
    OnnxWriter.write(Join.byEffort(chosen.cascade(), chosen.table()), folder.resolve(BY_EFFORT));
    OnnxWriter.write(dynamic, folder.resolve(DYNAMIC));
  }

  /** Counted, and timed on real records, the first training of what a call will take. */
  private static List<StageProfile> profiles(Routes.Chosen chosen, UnseenParts parts) {
    List<StageProfile> counted = new ArrayList<>();
    chosen
        .cascade()
        .chain()
        .stages()
        .forEach(s -> counted.add(StageProfile.ofMacs(StageMeter.count(s.model()))));
    int records = Math.min(LEARNT, parts.choice().size());
    try (AdaptiveModel model = AdaptiveModel.of(chosen.cascade(), chosen.table(), counted, 1)) {
      model.learn(parts.choice().batch(Rows.all(records).numbers()).inputs());
      return model.profiles();
    }
  }
}
