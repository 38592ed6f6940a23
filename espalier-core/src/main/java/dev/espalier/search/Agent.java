package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Actor and critic with their replay buffer.
 *
 * <p>The critic Q(s, a) learns the reward, {@code (Q(s, a) − r)²}; the actor μ(s) climbs {@code
 * Q(s, μ(s))} (deterministic policy gradient: Silver et al. 2014). Rewards come at an episode's end
 * and count for each of its steps undiminished, so the return of a step is known and no target
 * network is needed.
 */
final class Agent {
  private static final int HIDDEN = 32;
  private static final int BATCH = 32;
  private static final double ACTOR_RATE = 1e-3;
  private static final double CRITIC_RATE = 3e-3;

  private final Mlp actor;
  private final Mlp critic;
  private final List<Step> buffer = new ArrayList<>();
  private double sum;
  private double squares;

  private record Step(double[] state, double action, double reward) {}

  Agent(int features, SplittableRandom random) {
    this.actor = new Mlp(new int[] {features, HIDDEN, HIDDEN, 1}, true, random);
    this.critic = new Mlp(new int[] {features + 1, HIDDEN, HIDDEN, 1}, false, random);
  }

  /** The action between 0 and 1 for a state, without noise. */
  double act(double[] state) {
    return actor.forward(state);
  }

  void remember(double[] state, double action, double reward) {
    buffer.add(new Step(state, action, reward));
    sum += reward;
    squares += reward * reward;
  }

  /** Draws batches from the buffer; rewards count in deviations from their mean so far. */
  void learn(int updates, SplittableRandom random) {
    double mean = sum / buffer.size();
    double deviation = Math.sqrt(Math.max(1e-12, squares / buffer.size() - mean * mean));
    for (int u = 0; u < updates; u++) {
      for (int i = 0; i < BATCH; i++) {
        Step step = buffer.get(random.nextInt(buffer.size()));
        double error =
            critic.forward(with(step.state(), step.action())) - (step.reward() - mean) / deviation;
        critic.backward(2 * error / BATCH);
      }
      critic.step(CRITIC_RATE);
      for (int i = 0; i < BATCH; i++) {
        climb(buffer.get(random.nextInt(buffer.size())).state());
      }
      actor.step(ACTOR_RATE);
      critic.clear();
    }
  }

  private void climb(double[] state) {
    double action = actor.forward(state);
    critic.forward(with(state, action));
    double slope = critic.backward(1)[state.length];
    actor.backward(-slope / BATCH);
  }

  private static double[] with(double[] state, double action) {
    double[] both = java.util.Arrays.copyOf(state, state.length + 1);
    both[state.length] = action;
    return both;
  }
}
