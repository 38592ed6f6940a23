package dev.espalier.search;

import dev.espalier.catalogue.Named;
import java.util.Optional;

/**
 * Decides which point to try next: which width of each group, and which residual blocks go.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.search.SearchPolicy}; recipes ask for it by {@code search.policy}.
 * {@link Problem#fitted} brings a wish to the target's size, {@link Problem#random} gives what is
 * random.
 */
public interface SearchPolicy extends Named {
  /**
   * A fresh start on a problem; may be asked for several at a time.
   *
   * @param problem space, costs and limits of the search
   * @return what proposes its points
   */
  Proposer start(Problem problem);

  /** One search's side of the talk: asked with what was told so far. */
  @FunctionalInterface
  interface Proposer {
    /**
     * {@return the next point; empty when the policy has nothing more to try} Depends on the
     * problem and the history alone, so that replaying a recorded history comes to the same
     * proposals; called with a history that only grows.
     *
     * @param history trials that ended
     */
    Optional<Proposal> propose(History history);
  }

  /**
   * @param point to try
   * @param policy whose idea it was
   */
  record Proposal(Point point, String policy) {}
}
