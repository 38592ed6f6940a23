package dev.espalier.stage;

import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A model on its way, and what was done to it.
 *
 * @param model as it is now
 * @param plan what is left of the original's units, all cuts together
 * @param done the stages so far, in order
 */
public record Candidate(Model model, PrunePlan plan, List<Done> done) {
  public Candidate {
    done = List.copyOf(done);
  }

  /**
   * {@return A model that nothing was done to}
   *
   * @param model as it came in
   */
  public static Candidate original(Model model) {
    return new Candidate(model, PrunePlan.whole("blocks"), List.of());
  }

  /**
   * After a stage that changed weights alone.
   *
   * @param next the model that a stage made
   * @param last what the stage did
   * @return the next candidate
   */
  public Candidate then(Model next, Done last) {
    return then(next, plan, last);
  }

  /**
   * After a stage that changed what is left of the original.
   *
   * @param next the model that a stage made
   * @param left what is kept of the original by now
   * @param last what the stage did
   * @return the next candidate
   */
  public Candidate then(Model next, PrunePlan left, Done last) {
    List<Done> all = new ArrayList<>(done);
    all.add(last);
    return new Candidate(next, left, all);
  }
}
