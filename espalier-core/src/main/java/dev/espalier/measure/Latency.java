package dev.espalier.measure;

import dev.espalier.files.DataException;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.ProbeInputs;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.quality.Quantiles;
import dev.espalier.record.Figures;
import dev.espalier.task.Averages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How long models take for a call, all measured in one interleaved run.
 *
 * <p>Each round calls every model once, beginning with another one each time, so that what disturbs
 * the machine disturbs all of them alike. The first rounds are not counted.
 *
 * @param figures one a model, in the order given
 * @param samplesMicros raw times: for each model one a round
 */
public record Latency(List<Figures.LatencyFigure> figures, List<double[]> samplesMicros) {
  private static final int FEWEST_ROUNDS = 10;
  private static final int WARM_UP_ROUNDS = 5;
  private static final double WARM_UP_SECONDS = 0.1;
  private static final double WARM_UP_AT_MOST_SECONDS = 3;

  /** Rounds of models whose calls take seconds. */
  private static final int FEWEST_SLOW_ROUNDS = 3;

  private static final double NANOS = 1e9;
  private static final double QUIET = 0.1;

  public Latency {
    figures = List.copyOf(figures);
    samplesMicros = List.copyOf(samplesMicros);
  }

  /**
   * One model's time over another's.
   *
   * @param median of the rounds' ratios
   * @param low first quartile
   * @param high third quartile
   */
  public record Ratio(double median, double low, double high) {}

  /** Times {@code models} side by side. */
  public static Latency measure(List<Model> models, LatencyRequest request) {
    List<Timed> timed = new ArrayList<>();
    try {
      for (Model model : models) {
        timed.add(Timed.of(model, request));
      }
      return measured(timed, request);
    } finally {
      timed.forEach(Timed::close);
    }
  }

  /** Time of the {@code a}-th model over that of the {@code b}-th, round by round. */
  public Ratio ratio(int a, int b) {
    double[] ratios = new double[samplesMicros.get(a).length];
    Arrays.setAll(ratios, round -> samplesMicros.get(a)[round] / samplesMicros.get(b)[round]);
    Arrays.sort(ratios);
    return new Ratio(
        Quantiles.of(ratios, 0.5), Quantiles.of(ratios, 0.25), Quantiles.of(ratios, 0.75));
  }

  /**
   * Microseconds of the {@code m}-th model when nothing else disturbs the machine: the tenth
   * quantile of its calls. Other work only slows, and slows longer calls more often.
   */
  public double quietMicros(int m) {
    double[] sorted = samplesMicros.get(m).clone();
    Arrays.sort(sorted);
    return Quantiles.of(sorted, QUIET);
  }

  private static Latency measured(List<Timed> timed, LatencyRequest request) {
    long begin = System.nanoTime();
    for (int round = 0; warming(round, seconds(begin)); round++) {
      round(timed, round);
    }
    List<double[]> rounds = new ArrayList<>();
    begin = System.nanoTime();
    while (more(rounds.size(), seconds(begin), request)) {
      rounds.add(round(timed, rounds.size()));
    }
    List<Figures.LatencyFigure> figures = new ArrayList<>();
    List<double[]> samples = new ArrayList<>();
    for (int m = 0; m < timed.size(); m++) {
      int model = m;
      double[] own = rounds.stream().mapToDouble(r -> r[model]).toArray();
      samples.add(own);
      figures.add(figure(timed.get(m).batch, request.threads(), own));
    }
    return new Latency(figures, samples);
  }

  private static boolean warming(int round, double elapsed) {
    boolean wanted = round < WARM_UP_ROUNDS || elapsed < WARM_UP_SECONDS;
    return round == 0 || wanted && elapsed < WARM_UP_AT_MOST_SECONDS;
  }

  private static boolean more(int rounds, double elapsed, LatencyRequest request) {
    boolean wanted = rounds < request.runs() || elapsed < request.leastSeconds();
    boolean slow = elapsed > request.seconds();
    int fewest = slow ? FEWEST_SLOW_ROUNDS : FEWEST_ROUNDS;
    return rounds < fewest || (wanted && elapsed < request.seconds());
  }

  private static double[] round(List<Timed> timed, int round) {
    double[] micros = new double[timed.size()];
    for (int i = 0; i < micros.length; i++) {
      int model = (i + round) % micros.length;
      micros[model] = timed.get(model).call(round);
    }
    return micros;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / NANOS;
  }

  private static Figures.LatencyFigure figure(int batch, int threads, double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Figures.LatencyFigure(
        batch,
        threads,
        Averages.mean(sorted.length, i -> sorted[i]),
        Quantiles.of(sorted, 0.5),
        Quantiles.of(sorted, 0.95),
        Quantiles.of(sorted, 0.99));
  }

  /** A model ready to be called over and over, with one batch after the other. */
  private record Timed(Session session, List<Session.Feed> feeds, int batch) {
    static Timed of(Model model, LatencyRequest request) {
      int fixed = FreeBatch.fixedBatch(model);
      int batch = fixed > 0 ? fixed : request.batch();
      Session session = Session.open(model.whole(), SessionOptions.threads(request.threads()));
      Timed timed = new Timed(session, new ArrayList<>(), batch);
      try {
        List<Map<String, Tensor>> calls =
            request.inputs().isEmpty()
                ? List.of(ProbeInputs.of(model.graph(), request.seed()).drawRunning(session, batch))
                : ProbeInputs.calls(request.inputs(), batch);
        calls.forEach(inputs -> timed.feeds.add(session.feed(inputs)));
        return timed;
      } catch (ModelFormatException | DataException e) {
        timed.close();
        throw e;
      }
    }

    double call(int round) {
      return session.nanos(feeds.get(round % feeds.size())) / 1000.0;
    }

    void close() {
      feeds.forEach(Session.Feed::close);
      session.close();
    }
  }
}
