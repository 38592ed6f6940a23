package dev.espalier.search;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * AMC: an agent that goes through the dimensions one by one and says how much of each stays.
 *
 * <p>State of step t: t one-hot; and, as shares of the whole, the size of the dimension (its levels
 * over the most), the cost that it can save, what was saved before, what the rest can still save,
 * and the action before. Action: the share a in [0, 1]; level {@code ⌊a · levels⌋}. Reward of an
 * episode: {@code −(ln(1 + score) + violation)} of its outcome; a refusal counts as the worst so
 * far. The first quarter of the trials acts at random; then the actor's answer is drawn from a
 * normal around it, cut to [0, 1], whose deviation falls from 0.3 to 0.01. Each outcome trains
 * actor and critic (see {@code Agent}) for 64 batches.
 *
 * <p>It did not beat random search: at half the latency of ResNet-20 its mean loss over three seeds
 * was 1.771 against 1.719, and tuned it lay 1.70 points below (docs/benchmarks/17). It is kept to
 * be compared with, as the paper's answer to the same question.
 *
 * <p>Beyond the paper: an episode is brought onto the limits of the costs as a whole, where AMC
 * bounds the last actions; the states and actions that are learnt from are those of the result.
 */
final class DdpgPolicy implements SearchPolicy {
  private static final double NOISE = 0.3;
  private static final double LAST_NOISE = 0.01;
  private static final int UPDATES = 64;

  @Override
  public String name() {
    return "ddpg";
  }

  @Override
  public String summary() {
    return "an agent (actor and critic) learns from the trials how much of each group to keep; it did not beat random search here (docs/benchmarks/17)";
  }

  @Override
  public String source() {
    return "He et al., AMC: AutoML for Model Compression and Acceleration on Mobile Devices, ECCV 2018; Lillicrap et al., Continuous Control with Deep Reinforcement Learning, ICLR 2016";
  }

  @Override
  public Proposer start(Problem problem) {
    return new Learner(problem);
  }

  private static final class Learner implements Proposer {
    private final Problem problem;
    private final Fit fit;
    private final Episode episode;
    private final Agent agent;
    private int learnt;
    private double worst;

    Learner(Problem problem) {
      this.problem = problem;
      this.fit = new Fit(problem);
      this.episode = new Episode(problem);
      this.agent = new Agent(episode.features(), problem.random(-1));
    }

    @Override
    public Optional<Proposal> propose(History history) {
      for (; learnt < history.size(); learnt++) {
        learn(history.trials().get(learnt));
      }
      SplittableRandom random = problem.random(history.size());
      int warmUp = Math.max(2, problem.trials() / 4);
      int[] levels =
          history.size() < warmUp
              ? RandomPolicy.draw(problem.space(), random)
              : acted(noise(history.size() - warmUp, problem.trials() - warmUp), random);
      Point point = problem.space().point(fit.onto(levels));
      return Optional.of(new Proposal(point, "ddpg"));
    }

    private static double noise(int after, int of) {
      return NOISE * Math.pow(LAST_NOISE / NOISE, (double) after / Math.max(1, of));
    }

    private void learn(SearchTrial trial) {
      double reward = reward(trial.outcome());
      worst = learnt == 0 ? reward : Math.min(worst, reward);
      int[] levels = problem.space().levels(trial.point());
      List<double[]> states = episode.states(levels);
      for (int t = 0; t < levels.length; t++) {
        agent.remember(states.get(t), episode.action(t, levels[t]), reward);
      }
      agent.learn(UPDATES, problem.random(-2 - learnt));
    }

    private double reward(Outcome outcome) {
      return outcome.feasible()
          ? -Math.log1p(Math.max(0, problem.targets().score(outcome)))
              - problem.targets().violation(outcome)
          : worst;
    }

    private int[] acted(double noise, SplittableRandom random) {
      int[] levels = problem.space().whole();
      for (int t = 0; t < levels.length; t++) {
        double mean = agent.act(episode.state(t, levels));
        double action = mean + noise * random.nextGaussian();
        while (action < 0 || action > 1) {
          action = mean + noise * random.nextGaussian();
        }
        levels[t] = episode.level(t, action);
      }
      return levels;
    }
  }
}
