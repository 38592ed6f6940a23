package dev.espalier.adaptive;

import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/** One stage in ONNX Runtime, and what it costs. Thread-safe. */
final class StageRunner implements AutoCloseable {
  private static final double NANOS_PER_MICRO = 1000;

  private final String name;
  private final String firstAnswer;
  private final boolean compares;
  private final Session session;
  private final StageProfile given;
  private final StageClock clock;

  StageRunner(Cascade cascade, int k, Session session, StageProfile profile) {
    ChainStage stage = cascade.chain().stage(k);
    this.name = stage.name();
    this.firstAnswer = stage.answers().get(0).name();
    this.compares = cascade.compares(k);
    this.session = session;
    this.given = profile;
    this.clock = new StageClock(profile.microsByRows());
  }

  /**
   * All outputs of the stage for these rows, with {@link Cascade#SCORE} where it is not the last.
   *
   * @param inputs those of the chain
   * @param before outputs of the stage before, of the same rows; empty for the first
   */
  Timed run(Map<String, Tensor> inputs, Map<String, Tensor> before) {
    Map<String, Tensor> all = new LinkedHashMap<>(inputs);
    all.putAll(before);
    Tensor answer = before.get(firstAnswer);
    if (compares && answer != null) {
      all.put(Cascade.BEFORE, answer);
    }
    long begin = System.nanoTime();
    Map<String, Tensor> outputs = session.run(all);
    double micros = (System.nanoTime() - begin) / NANOS_PER_MICRO;
    int rows = outputs.values().iterator().next().dims()[0];
    clock.note(rows, micros);
    return new Timed(outputs, new Routed.Use(name, rows, rows * given.macs(), micros));
  }

  /** The most rows, up to {@code rows}, that this stage is predicted to answer within the time. */
  int fitting(int rows, double micros) {
    return Double.isInfinite(micros) ? rows : clock.fitting(rows, micros);
  }

  Routed.Use unused() {
    return new Routed.Use(name, 0, 0, 0);
  }

  /** Goes back to the times it was opened with. */
  void forget() {
    clock.reset(given.microsByRows());
  }

  StageProfile profile() {
    return new StageProfile(given.macs(), clock.seen());
  }

  @Override
  public void close() {
    session.close();
  }

  record Timed(Map<String, Tensor> outputs, Routed.Use use) {}
}
