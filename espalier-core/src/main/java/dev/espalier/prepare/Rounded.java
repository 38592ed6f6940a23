package dev.espalier.prepare;

import dev.espalier.model.DType;
import dev.espalier.model.Float32Twin;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What rounding to 16 bits, or to quantisation steps, does to the answers of a cut model and of the
 * whole one: how far each is from what it should say in float32, as a share of an output's largest
 * value.
 *
 * @param type the least exact that the models round to
 * @param cut of the cut model
 * @param whole of the uncut one
 */
record Rounded(DType type, double cut, double whole) {
  /** Steps of the type that rounding may add up to whatever the uncut model does. */
  private static final int STEPS = 10;

  /** How much more a cut model may round than the uncut one: sums over fewer units vary more. */
  private static final int TIMES = 4;

  /**
   * Runs both in their own types.
   *
   * @param wanted what the cut model should say in float32, one for each feed
   */
  static Rounded of(
      Model whole, Model cut, List<Map<String, Tensor>> feeds, List<Map<String, Tensor>> wanted) {
    double ofCut = 0;
    double ofWhole = 0;
    try (Session twin = Session.open(Float32Twin.of(whole), SessionOptions.threads(1));
        Session own = Session.open(whole, SessionOptions.threads(1));
        Session smaller = Session.open(cut, SessionOptions.threads(1))) {
      for (int i = 0; i < feeds.size(); i++) {
        Map<String, Tensor> feed = feeds.get(i);
        ofCut = Math.max(ofCut, distance(wanted.get(i), smaller.run(feed)));
        ofWhole = Math.max(ofWhole, distance(twin.run(feed), own.run(feed)));
      }
    }
    return new Rounded(Float32Twin.coarsest(cut), ofCut, ofWhole);
  }

  /** Whether the cut model does not round noticeably more than the whole one. */
  boolean within() {
    return cut <= Math.max(STEPS * step(), TIMES * whole);
  }

  private double step() {
    return type == DType.FLOAT16 ? 0x1p-10 : 0x1p-7;
  }

  /** For a person. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%s rounds its answers by up to %.2g of the largest, the uncut model's by %.2g",
        type,
        cut,
        whole);
  }

  /**
   * The largest distance in any floating output as a share of that output's largest value; infinite
   * where shapes differ, or where one is a number and the other is none.
   */
  private static double distance(Map<String, Tensor> wanted, Map<String, Tensor> said) {
    double worst = 0;
    for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
      Tensor a = entry.getValue();
      Tensor b = said.get(entry.getKey());
      if (a.type().floating()) {
        worst =
            b == null || !Arrays.equals(a.dims(), b.dims())
                ? Double.POSITIVE_INFINITY
                : Math.max(worst, distance(a, b));
      }
    }
    return worst;
  }

  private static double distance(Tensor wanted, Tensor said) {
    double largest = Double.MIN_NORMAL;
    double most = 0;
    for (int i = 0; i < wanted.size(); i++) {
      double a = wanted.number(i);
      double b = said.number(i);
      double apart = a == b || Double.isNaN(a) && Double.isNaN(b) ? 0 : Math.abs(a - b);
      most = Math.max(most, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
      largest = Math.max(largest, Double.isFinite(a) ? Math.abs(a) : 0);
    }
    return most / largest;
  }
}
