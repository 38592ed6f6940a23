package dev.espalier.prepare;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Float32Twin;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.Masking;
import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a cut is exact: in ONNX Runtime the cut model must give the outputs of the uncut one
 * in which cut units are zero where they are consumed, with the same folded biases and
 * normalisations over the kept units.
 *
 * <p>Where the outputs differ, since rounding grows on its way through the network, or are empty,
 * since a detector finds nothing, the models are compared part by part ({@link PartByPart}).
 *
 * <p>Models that compute with 16 bits or quantise are compared as their twins in float32, where
 * nothing hides in rounding. Then the cut model itself must round no worse than the uncut one does.
 */
public final class Certificate {
  /** Relative difference that is allowed. */
  public static final double RTOL = 1e-4;

  /** Absolute difference that is allowed. */
  public static final double ATOL = 1e-5;

  private Certificate() {}

  /**
   * Compares what two models say of these inputs, in the outputs of the second.
   *
   * @param wanted the model that is right
   * @param given the model that is checked
   * @param inputs by name, records along axis 0
   * @param holds message where they are equal
   * @param differs message where they are not, before the place
   * @return whether they are equal within tolerance, and the largest difference
   */
  public static CertificateRecord same(
      Model wanted, Model given, Map<String, Tensor> inputs, String holds, String differs) {
    List<String> outputs = List.copyOf(given.graph().outputNames());
    try (Session a = Session.open(wanted, SessionOptions.threads(1));
        Session b = Session.open(given, SessionOptions.threads(1))) {
      Closeness found = Closeness.of(a.run(inputs, outputs), b.run(inputs, outputs), RTOL, ATOL);
      String message = found.within() ? holds : differs + ": " + found.worst();
      return new CertificateRecord(
          found.within(), found.maxAbs(), found.maxRel(), RTOL, ATOL, message);
    }
  }

  /**
   * Compares both models on seeded inputs at batch 1 and 3, and on real ones if given.
   *
   * @param folded the coupled model with the plan's constants folded
   * @param plan what was kept
   * @param cut the model that the surgeon made of both
   * @param real inputs from the data; null for none
   * @return whether the cut is exact, and the largest difference
   */
  public static CertificateRecord check(
      Coupling folded, PrunePlan plan, Model cut, @Nullable Map<String, Tensor> real) {
    Model whole = folded.model();
    Coupling twin = folded.of(Float32Twin.of(whole), Float32Twin.of(folded.shapes()));
    Model reference = Masking.apply(twin, plan);
    List<Map<String, Tensor>> feeds = new ArrayList<>();
    feeds.add(SampleInputs.of(whole, folded.shapes(), true, 1));
    feeds.add(SampleInputs.of(whole, folded.shapes(), false, 2));
    if (real != null) {
      feeds.add(real);
    }
    Closeness worst = new Closeness(0, 0, true, "");
    String place = "";
    boolean told = false;
    Rounded rounded = null;
    boolean rounds = Float32Twin.coarsest(cut) != DType.FLOAT;
    SessionOptions options = rounds ? SessionOptions.literal(1) : SessionOptions.threads(1);
    Model smaller = Float32Twin.of(cut);
    try (Session a = Session.open(reference, SessionOptions.literal(1));
        Session b = Session.open(smaller, options)) {
      List<Map<String, Tensor>> wanted = new ArrayList<>();
      for (Map<String, Tensor> feed : feeds) {
        wanted.add(a.run(feed));
        Map<String, Tensor> last = wanted.get(wanted.size() - 1);
        told |= Telling.varies(last);
        Closeness one = Closeness.of(last, b.run(feed), RTOL, ATOL);
        worst = one.maxRel() > worst.maxRel() || !one.within() ? one : worst;
      }
      boolean empty = wanted.stream().allMatch(Telling::empty);
      told = told || !empty && tells(twin.model(), folded);
      if (!worst.within() || empty) {
        PartByPart parts = new PartByPart(reference, smaller, twin, plan);
        Closeness each = parts.over(feeds);
        String why =
            worst.within() ? "the outputs are empty" : "rounding grows to " + worst.worst();
        told |= empty && parts.told();
        place =
            each.within()
                ? CertificateRecord.IN_PARTS + parts.parts() + " parts; " + why
                : ": " + worst.worst() + "; taken apart, " + each.worst();
        worst = each.within() || empty ? each : worst;
      }
      if (rounds) {
        rounded = Rounded.of(whole, cut, feeds, wanted);
      }
    } catch (ModelFormatException e) {
      String message = "the cut model does not run: " + e.getMessage();
      return new CertificateRecord(false, Double.NaN, Double.NaN, RTOL, ATOL, message);
    }
    if (!told) {
      return new CertificateRecord(
          false, worst.maxAbs(), worst.maxRel(), RTOL, ATOL, Telling.CONSTANT);
    }
    boolean holds = worst.within() && (rounded == null || rounded.within());
    String message =
        "the cut model "
            + (worst.within() ? "equals" : "differs from")
            + " the original with the cut units at zero"
            + place
            + (rounded == null ? "" : "; " + rounded.words());
    return new CertificateRecord(holds, worst.maxAbs(), worst.maxRel(), RTOL, ATOL, message);
  }

  /**
   * Whether the uncut model's answers depend on its inputs; a cut to one unit may well end that.
   */
  private static boolean tells(Model twin, Coupling whole) {
    try (Session session = Session.open(twin, SessionOptions.literal(1))) {
      return Telling.moves(session, whole.model(), whole.shapes());
    }
  }
}
