package dev.espalier.check;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Equality;
import dev.espalier.adaptive.Routing;
import dev.espalier.dynamic.DynamicFiles;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import dev.espalier.files.Json;
import dev.espalier.job.Hashes;
import dev.espalier.job.RunFolder;
import dev.espalier.model.InputShapes;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.InputFile;
import dev.espalier.record.RunRecord;
import dev.espalier.stage.Replayed;
import dev.espalier.stage.StagePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run checked from outside: its plan is replayed on the original, stage by stage, certificates
 * are made anew, and the run's model must have the structure that the plan gives.
 *
 * @param certified whether both hold, and the run's model is the file that the run wrote
 * @param maxAbsError largest difference of the replayed cut from the original with cut units at
 *     zero
 * @param maxRelError the same, relative
 * @param structureEqual whether the run's model has the structure of the replayed cut, and zeros
 *     where weights were masked
 * @param message what was found
 */
public record Verification(
    boolean certified,
    double maxAbsError,
    double maxRelError,
    boolean structureEqual,
    String message) {

  /**
   * Throws {@link DataException} where the run is not one of this original, or its plan does not
   * fit.
   */
  public static Verification of(Path original, Path run) {
    if (Files.isRegularFile(run.resolve(Routing.FILE))) {
      return ofDynamic(original, run);
    }
    RunRecord record = Json.read(required(run, RunFolder.RECORD), RunRecord.class);
    if (record.forDynamic()) {
      throw new DataException(
          run + " holds no dynamic model, so there is nothing to verify: " + record.message());
    }
    Path file = required(run, RunFolder.PLAN);
    Path modelFile = required(run, RunFolder.MODEL);
    Model model = opened(original, modelFile);
    requireOriginal(record, original, run);
    Verification found = replayed(file, model, modelFile);
    if (found.certified() && changed(record, "result", modelFile)) {
      return found.refused("model.onnx is not the file that the run wrote: its SHA-256 is another");
    }
    if (found.certified() && changed(record, "plan", file)) {
      return found.refused("plan.json is not the file that the run wrote: its SHA-256 is another");
    }
    return found.with(record.front(), model, run);
  }

  /**
   * A dynamic run: the plan of each member is replayed, and the joined file must do what choosing
   * row by row does, on seeded inputs.
   */
  private static Verification ofDynamic(Path original, Path run) {
    RunRecord record = Json.read(required(run, RunFolder.RECORD), RunRecord.class);
    requireOriginal(record, original, run);
    DynamicRecord dynamic = record.dynamic();
    if (dynamic == null) {
      throw new DataException(
          run.resolve(RunFolder.RECORD) + " tells of no dynamic model; the file is damaged");
    }
    Model model = opened(original, required(run, DynamicFiles.DYNAMIC));
    Verification all = dynamic.alone().isPresent() ? single(run, dynamic) : joined(run, model);
    for (DynamicRecord.Member member : dynamic.members()) {
      if (member.certificate() != null && all.certified()) {
        Path file = required(run, member.file());
        Path plan = required(run, member.file().replace(".onnx", ".plan.json"));
        Verification one = replayed(plan, model, file);
        boolean same = Hashes.file("member", file).sha256().equals(member.sha256());
        all =
            !one.certified()
                ? one.refused(member.file() + ": " + one.message())
                : same ? all : all.refused(member.file() + " is not the file that the run wrote");
      }
    }
    return all;
  }

  /** One member answers everything: the run's model is that member's file. */
  private static Verification single(Path run, DynamicRecord dynamic) {
    String name = dynamic.alone().orElseThrow();
    String hash = Hashes.file("model", required(run, DynamicFiles.DYNAMIC)).sha256();
    boolean same =
        dynamic.members().stream().anyMatch(m -> m.name().equals(name) && m.sha256().equals(hash));
    return new Verification(
        same,
        0,
        0,
        same,
        same
            ? "dynamic.onnx is the member %s, and each member is its plan replayed".formatted(name)
            : "dynamic.onnx is not the member %s, which was to answer everything".formatted(name));
  }

  private static Verification joined(Path run, Model original) {
    Routing routing = Routing.read(run);
    Cascade cascade = routing.cascade(run);
    float[] thresholds = routing.table().thresholds()[routing.table().calibrated()];
    Prepared prepared = Prepared.of(original, "blocks");
    Map<String, Tensor> inputs =
        SampleInputs.of(prepared.model(), prepared.coupling().shapes(), true, 1);
    Equality equality =
        Equality.of(
            new Equality.Choice(cascade, thresholds),
            inputs,
            OnnxReader.network(required(run, DynamicFiles.DYNAMIC)));
    return new Verification(
        equality.holds(),
        equality.maxAbs(),
        0,
        equality.holds(),
        equality.holds()
            ? "dynamic.onnx does what choosing row by row does, and each member is its plan replayed"
            : "dynamic.onnx differs from choosing row by row: " + equality.worst());
  }

  private static Verification replayed(Path planFile, Model original, Path modelFile) {
    Replayed replayed = Replayed.of(original, StagePlan.read(planFile), planFile);
    String difference = replayed.difference(OnnxReader.network(modelFile));
    boolean equal = difference.isEmpty();
    CertificateRecord certificate = replayed.certificate();
    return new Verification(
        certificate.certified() && equal,
        certificate.maxAbsError(),
        certificate.maxRelError(),
        equal,
        equal ? certificate.message() : "model.onnx is not what plan.json gives: " + difference);
  }

  /** Further models of the run: certified only where each of them is. */
  private Verification with(List<FrontRecord> front, Model original, Path run) {
    Verification all = this;
    for (FrontRecord member : front) {
      Verification one = of(member, original, run);
      if (!one.certified() && all.certified()) {
        all = one.refused(member.file() + ": " + one.message());
      }
    }
    return front.isEmpty() || !all.certified()
        ? all
        : new Verification(
            true,
            all.maxAbsError,
            all.maxRelError,
            true,
            all.message + "; so do all " + front.size() + " models of the front");
  }

  private static Verification of(FrontRecord member, Model original, Path run) {
    Path modelFile = required(run, member.file());
    Verification found = replayed(required(run, member.plan()), original, modelFile);
    boolean same = Hashes.file("front", modelFile).sha256().equals(member.sha256());
    return found.certified() && !same
        ? found.refused("it is not the file that the run wrote: its SHA-256 is another")
        : found;
  }

  private static boolean changed(RunRecord record, String role, Path file) {
    String hash = Hashes.file(role, file).sha256();
    return record.inputs().stream()
        .anyMatch(f -> f.role().equals(role) && !f.sha256().equals(hash));
  }

  /** The original with the shapes that its result was made for. */
  private static Model opened(Path original, Path result) {
    return Opening.network(original, InputShapes.of(OnnxReader.read(result)));
  }

  private Verification refused(String why) {
    return new Verification(false, maxAbsError, maxRelError, structureEqual, why);
  }

  private static Path required(Path run, String name) {
    Path file = Inside.of(run, name);
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": there is no such file; name the folder that prune wrote");
    }
    return file;
  }

  private static void requireOriginal(RunRecord record, Path original, Path run) {
    String hash = Hashes.file("model", original).sha256();
    for (InputFile input : record.inputs()) {
      if (input.role().equals("model") && !input.sha256().equals(hash)) {
        throw new DataException(
            original
                + " is not the original of "
                + run
                + ", which was made from "
                + input.file()
                + " (SHA-256 "
                + input.sha256()
                + ", this file has "
                + hash
                + "); name the file that was pruned");
      }
    }
  }
}
