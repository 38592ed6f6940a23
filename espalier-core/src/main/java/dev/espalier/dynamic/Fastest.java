package dev.espalier.dynamic;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Figures;
import dev.espalier.routing.Guarantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which offer is written: each is timed as the file that it would be, all in one interleaved run
 * with the original, over records of the choice part.
 *
 * <p>A proven offer is taken where it is as fast as the best member alone and the original; else
 * the fastest. One member alone is simpler than a chain, and taken where it is as fast.
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
    List<Integer> places = new ArrayList<>();
    Map<String, Integer> alone = new HashMap<>();
    for (Routes.Chosen offer : offers) {
      int next = models.size();
      int place = offer.alone() ? alone.computeIfAbsent(offer.names().get(0), n -> next) : next;
      if (place == next) {
        models.add(offer.model(meter));
      }
      places.add(place);
    }
    List<Figures.LatencyFigure> figures = timed(models, parts, recipe).figures();
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      double time = perRecord(figures.get(places.get(i))) / perRecord(figures.get(0));
      timed.add(new Timed(offers.get(i), models.get(places.get(i)), time));
    }
    return new Fastest(
        timed,
        best(timed.stream().map(t -> new Rated(t.offer().alone(), t.proven(), t.time())).toList()));
  }

  /** Over a seeded sample of the choice part. */
  private static Latency timed(List<Model> models, UnseenParts parts, Recipe recipe) {
    LatencySettings settings = recipe.latency();
    Dataset sample =
        Rows.shuffled(parts.choice().size(), recipe.seed())
            .limit(Math.min(TIMED, parts.choice().size()))
            .of(parts.choice());
    Map<String, Tensor> inputs = sample.batch(Rows.all(sample.size()).numbers()).inputs();
    return Latency.measure(
        models,
        new LatencyRequest(
            settings.batch(),
            settings.threads(),
            Math.max(settings.runs(), sample.size() / settings.batch()),
            SECONDS,
            recipe.seed(),
            inputs));
  }

  private static double perRecord(Figures.LatencyFigure figure) {
    return figure.meanMicros() / figure.batch();
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
    double alone = offers.stream().filter(Rated::alone).mapToDouble(Rated::counted).min().orElse(1);
    Comparator<Rated> faster = Comparator.comparingDouble(Rated::counted);
    Rated taken =
        offers.stream()
            .filter(Rated::proven)
            .min(faster)
            .filter(r -> r.counted() <= EQUAL * Math.min(1, alone))
            .orElseGet(() -> offers.stream().min(faster).orElseThrow());
    return offers.indexOf(taken);
  }
}
