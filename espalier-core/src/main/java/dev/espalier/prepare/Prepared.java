package dev.espalier.prepare;

import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Fold;
import dev.espalier.model.Model;
import dev.espalier.model.SameViews;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.Unshare;
import dev.espalier.model.UnshareFills;
import dev.espalier.onnx.Branches;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Probe;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.SameLengths;
import dev.espalier.quantise.FloatsOfIntegers;
import dev.espalier.recurrence.Recurrences;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model made ready for cutting: constants stand in initializers, each with its own reader,
 * branches that are always taken stand in place of their If and recurrent operators in place of
 * their Loop, layers that multiply integers are floats, shape arithmetic is folded, axes are
 * observed and coupled.
 *
 * @param original as it came
 * @param coupling of the equivalent model that is cut
 * @param coupler that made it, for models derived from it
 * @param integers keys of the nodes that multiply integers in the original, and floats here
 */
public record Prepared(Model original, Coupling coupling, Coupler coupler, Set<String> integers) {
  public Prepared {
    integers = Set.copyOf(integers);
  }

  /**
   * Prepares a model; {@code heads} is {@code blocks} or {@code positions}. Runs the model a few
   * times at batch 1 and 3. Throws {@code ModelFormatException} if ONNX Runtime does not load it.
   *
   * @param original model as it came
   * @param heads what a unit of attention is: {@code blocks} or {@code positions}
   * @return the model with its groups, blocks and barriers
   */
  public static Prepared of(Model original, String heads) {
    return of(original, new Coupler(OpRules.standard(), heads.equals("blocks")));
  }

  @SuppressWarnings("ReferenceEquality") // the same model comes back where no branch was taken
  static Prepared of(Model original, Coupler coupler) {
    Model plain = plain(original);
    Shapes seen = Probe.observe(plain);
    Optional<Model> taken = Branches.taken(plain, seen);
    while (taken.isPresent()) {
      plain = plain(taken.get());
      seen = Probe.observe(plain);
      taken = Branches.taken(plain, seen);
    }
    Optional<Model> written = Recurrences.written(plain);
    if (written.isPresent() && equal(plain, written.get(), seen)) {
      plain = plain(written.get());
      seen = Probe.observe(plain);
    }
    Optional<FloatsOfIntegers> restored =
        FloatsOfIntegers.concerns(plain)
            ? FloatsOfIntegers.of(plain, samples(plain, seen))
            : Optional.empty();
    if (restored.isPresent()) {
      plain = plain(restored.get().floats());
      seen = Probe.observe(plain);
    }
    Model folded = Unshare.apply(Fold.apply(plain, seen));
    boolean same = folded.graph().nodes().size() == plain.graph().nodes().size();
    return new Prepared(
        original,
        coupler.couple(folded, same ? seen : Probe.observe(folded)),
        coupler,
        restored.map(FloatsOfIntegers::layers).orElse(Set.of()));
  }

  /** Whether both say the same in ONNX Runtime, on seeded inputs at batch 1 and 3. */
  private static boolean equal(Model wanted, Model given, Shapes seen) {
    return samples(wanted, seen).stream()
        .allMatch(inputs -> Certificate.same(wanted, given, inputs, "", "").certified());
  }

  private static List<Map<String, Tensor>> samples(Model model, Shapes seen) {
    return List.of(SampleInputs.of(model, seen, true, 1), SampleInputs.of(model, seen, false, 2));
  }

  /** With constants in initializers, each with its own reader. */
  private static Model plain(Model model) {
    Model joined = SameViews.joined(ConstantNodes.toInitializers(model));
    return UnshareFills.apply(Unshare.apply(joined));
  }

  /**
   * {@return the same, of which sizes are those that its plan leaves of the original's} See {@link
   * SameLengths}.
   *
   * @param whole coupling of the model that this is a cut of
   * @param plan what is left of it
   */
  public Prepared asLongAs(Coupling whole, PrunePlan plan) {
    return new Prepared(original, SameLengths.of(coupling, whole, plan), coupler, integers);
  }

  /** {@return the equivalent model that is cut} */
  public Model model() {
    return coupling.model();
  }

  /**
   * {@return what the MACs of the model leave out, as a sentence; empty where all of them are
   * counted}
   */
  public String uncounted() {
    return Listing.uncounted(coupling);
  }
}
