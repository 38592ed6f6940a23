package dev.espalier.family;

import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Proof that pieces of a model, run in order to the end, compute what the model does. */
public final class SplitProof {
  private static final double RTOL = 1e-4;
  private static final double ATOL = 1e-5;

  private SplitProof() {}

  /**
   * Runs original and pieces, each with what those before it gave, in ONNX Runtime on each feed;
   * rtol 1e-4, atol 1e-5. Returns the farthest feed.
   */
  public static Closeness check(
      Model original, List<Model> pieces, List<Map<String, Tensor>> feeds) {
    Closeness worst = new Closeness(0, 0, true, "");
    try (Session whole = Session.open(original, SessionOptions.threads(1))) {
      for (Map<String, Tensor> feed : feeds) {
        Map<String, Tensor> given = new LinkedHashMap<>(feed);
        for (Model piece : pieces) {
          given.putAll(run(piece, given));
        }
        Closeness one = Closeness.of(whole.run(feed), given, RTOL, ATOL);
        worst = !one.within() || one.maxRel() > worst.maxRel() ? one : worst;
        if (!worst.within()) {
          return worst;
        }
      }
    }
    return worst;
  }

  private static Map<String, Tensor> run(Model piece, Map<String, Tensor> given) {
    try (Session session = Session.open(piece, SessionOptions.threads(1))) {
      return session.run(given);
    }
  }
}
