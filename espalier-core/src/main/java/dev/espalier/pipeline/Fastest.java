package dev.espalier.pipeline;

import dev.espalier.data.Rows;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Latency;
import dev.espalier.ort.LatencyRequest;
import dev.espalier.recipe.Recipe;
import dev.espalier.routing.Guarantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which offer is written: each is timed as the file that it would be, all in one interleaved run
 * with the original, over records of the choice part.
 *
 * <p>A proven offer is taken where it is as fast as the best member alone; else the fastest. One
 * member alone is simpler than a chain, and taken where it is as fast.
 *
 * @param timed all offers
 * @param number of the one that is written
 */
record Fastest(List<Timed> timed, int number) {
  /** Records that calls are made of, at most. */
  private static final int TIMED = 1024;

  private static final double SECONDS = 10;

  /** Two times nearer than this are equal. */
  private static final double EQUAL = 1.02;

  Fastest {
    timed = List.copyOf(timed);
  }

  /**
   * An offer with its time.
   *
   * @param time mean of a call, as a share of the original's
   */
  record Timed(Routes.Chosen offer, Model model, double time) {
    boolean proven() {
      return offer.guarantee().basis() == Guarantee.Basis.PROOF;
    }
  }

  static Fastest of(
      List<Routes.Chosen> offers,
      Model original,
      UnseenParts parts,
      StageMeter meter,
      Recipe recipe) {
    List<Model> models = new ArrayList<>(List.of(original));
    offers.forEach(o -> models.add(o.model(meter)));
    Recipe.Latency settings = recipe.latency();
    int records = Math.min(TIMED, parts.choice().size());
    Map<String, Tensor> inputs = parts.choice().batch(Rows.all(records).numbers()).inputs();
    Latency latency =
        Latency.measure(
            models,
            new LatencyRequest(
                settings.batch(),
                settings.threads(),
                Math.max(settings.runs(), records / settings.batch()),
                SECONDS,
                recipe.seed(),
                inputs));
    double whole = latency.figures().get(0).meanMicros();
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      double time = latency.figures().get(i + 1).meanMicros() / whole;
      timed.add(new Timed(offers.get(i), models.get(i + 1), time));
    }
    return new Fastest(
        timed,
        best(timed.stream().map(t -> new Rated(t.offer().alone(), t.proven(), t.time())).toList()));
  }

  /** The one that is written. */
  Timed taken() {
    return timed.get(number);
  }

  /**
   * What decides.
   *
   * @param alone whether one member answers everything
   * @param proven whether the allowed loss is proven to be kept
   * @param time of a call
   */
  record Rated(boolean alone, boolean proven, double time) {
    /** One member alone counts as a little faster than it is. */
    double counted() {
      return alone ? time / EQUAL : time;
    }
  }

  /** The number of the one that is taken. */
  static int best(List<Rated> offers) {
    double alone =
        offers.stream()
            .filter(Rated::alone)
            .mapToDouble(Rated::counted)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    Comparator<Rated> faster = Comparator.comparingDouble(Rated::counted);
    Rated taken =
        offers.stream()
            .filter(Rated::proven)
            .min(faster)
            .filter(r -> r.counted() <= EQUAL * alone)
            .orElseGet(() -> offers.stream().min(faster).orElseThrow());
    return offers.indexOf(taken);
  }
}
