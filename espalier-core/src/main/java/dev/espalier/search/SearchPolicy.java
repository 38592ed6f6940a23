package dev.espalier.search;

import dev.espalier.catalogue.Named;
import java.util.List;
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
   * A fresh start on a problem; several may go on at the same time.
   *
   * @param problem space, costs and limits of the search
   * @return what proposes its points
   */
  Proposer start(Problem problem);

  /**
   * Several points that can be tried at the same time. By default each is asked for as if those
   * before it had come to the worst loss so far ({@link ConstantLiar}); a policy that has more than
   * one idea at once says them all.
   *
   * @param problem space, costs and limits of the search
   * @param history trials that ended
   * @param count how many are wanted
   * @return at most {@code count} points; fewer if the policy has nothing more to try
   */
  default List<Proposal> propose(Problem problem, History history, int count) {
    return new ConstantLiar(problem, this).propose(history, count);
  }

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
   * A point that a policy proposes to try next.
   *
   * @param point to try
   * @param policy whose idea it was
   */
  record Proposal(Point point, String policy) {}
}
