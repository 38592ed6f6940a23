package dev.espalier.adaptive;

import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Runs a cascade stage by stage, with a budget for each call. Thread-safe; close it.
 *
 * <p>Rows that go on are gathered between stages, as in the joined graph ({@link Join}), which
 * gives the same outputs (rtol 1e-4, atol 1e-5) and, but for scores within 1e-5 of a threshold, the
 * same routes. Each call's times teach the predictions for later ones.
 */
public final class AdaptiveModel implements AutoCloseable {
  private final Cascade cascade;
  private final EffortTable table;
  private final List<StageRunner> runners;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private AdaptiveModel(Cascade cascade, EffortTable table, List<StageRunner> runners) {
    this.cascade = cascade;
    this.table = table;
    this.runners = List.copyOf(runners);
  }

  /**
   * The model in a run folder: routing.json and the stages that it names.
   *
   * @param folder of a dynamic run
   * @param threads that each operator may take
   * @return the opened model, to be closed
   */
  public static AdaptiveModel open(Path folder, int threads) {
    Routing routing = Routing.read(folder);
    return of(routing.cascade(folder), routing.table(), routing.profiles(), threads);
  }

  /**
   * The model of these stages.
   *
   * @param cascade stages with their signals
   * @param table thresholds by effort
   * @param profiles one a stage. A stage without measured times gets no rows under a budget in
   *     microseconds until a call without such a budget, or {@link #learn}, has timed it
   * @param threads that each operator may take
   * @return the opened model, to be closed
   */
  public static AdaptiveModel of(
      Cascade cascade, EffortTable table, List<StageProfile> profiles, int threads) {
    Efforts.require(table, cascade);
    if (profiles.size() != cascade.chain().size()) {
      throw new IllegalArgumentException(
          cascade.chain().size() + " stages have as many profiles, not " + profiles.size());
    }
    List<StageRunner> runners = new ArrayList<>();
    try {
      for (int k = 0; k < profiles.size(); k++) {
        Session session = Session.open(cascade.scored(k), SessionOptions.threads(threads));
        runners.add(new StageRunner(cascade, k, session, profiles.get(k)));
      }
    } catch (ModelFormatException e) {
      runners.forEach(StageRunner::close);
      throw e;
    }
    return new AdaptiveModel(cascade, table, runners);
  }

  /**
   * {@return outputs, routes and costs of these rows}
   *
   * @param inputs by name; rows along axis 0, as many in each, or none at all
   * @param budget what the call may cost
   */
  public Routed run(Map<String, Tensor> inputs, CallBudget budget) {
    float[] thresholds = table.thresholds()[row(budget)];
    double micros = budget instanceof CallBudget.Micros b ? b.micros() : Double.POSITIVE_INFINITY;
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the adaptive model is closed");
      }
      return new Passage(cascade, runners, thresholds, micros).of(inputs);
    } finally {
      open.readLock().unlock();
    }
  }

  /**
   * Times every stage on the first 1, 2, 4 … of these rows and on all of them, after calls that do
   * not count: the first of a kind take several times as long as those to come. What was measured
   * since this model was opened is replaced.
   *
   * @param inputs by name, rows along axis 0
   */
  public void learn(Map<String, Tensor> inputs) {
    callInSizes(inputs);
    runners.forEach(StageRunner::forget);
    callInSizes(inputs);
  }

  private void callInSizes(Map<String, Tensor> inputs) {
    int all = inputs.values().stream().mapToInt(t -> t.dims()[0]).min().orElse(0);
    for (int rows = 1; rows < 2 * all; rows *= 2) {
      int[] first = IntStream.range(0, Math.min(rows, all)).toArray();
      for (int again = 0; again < 3; again++) {
        run(RowNumbers.select(inputs, first), CallBudget.effort(1));
      }
    }
  }

  /** {@return what the whole chain takes} */
  public List<ValueInfo> inputs() {
    return cascade.chain().inputs();
  }

  /** {@return what it answers: the outputs of the original} */
  public List<ValueInfo> outputs() {
    return cascade.chain().answers();
  }

  /** {@return what the original's file says of itself, by key} */
  public Map<String, String> metadata() {
    Chain chain = cascade.chain();
    return chain.stage(chain.size() - 1).model().metadata();
  }

  /** {@return what the stages cost by all that was measured so far} */
  public List<StageProfile> profiles() {
    return runners.stream().map(StageRunner::profile).toList();
  }

  private int row(CallBudget budget) {
    return budget instanceof CallBudget.Effort e ? table.row(e.effort()) : table.calibrated();
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        runners.forEach(StageRunner::close);
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
