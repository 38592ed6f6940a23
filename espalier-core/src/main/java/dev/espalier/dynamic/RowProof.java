package dev.espalier.dynamic;

import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.prepare.Certificate;
import dev.espalier.record.CertificateRecord;
import dev.espalier.task.Predictions;
import java.util.Locale;
import java.util.Map;

/**
 * Proof that the joined file does what choosing row by row by hand does: on every final example the
 * answers agree (rtol 1e-4, atol 1e-5) wherever the same stage answered, and another stage answers
 * only where the score is within {@value #NEAR} of its threshold.
 */
final class RowProof {
  static final double NEAR = 1e-5;

  private RowProof() {}

  static CertificateRecord of(EffortCurve curve, Predictions joined, int[] routes) {
    int[] byHand = curve.routes();
    Predictions answers = curve.byHand();
    int columns = answers.columns();
    float[] compared = joined.outputs().clone();
    int near = 0;
    int wrong = 0;
    for (int i = 0; i < routes.length; i++) {
      if (routes[i] != byHand[i]) {
        boolean excused = curve.distance(i, Math.min(routes[i], byHand[i])) <= NEAR;
        near += excused ? 1 : 0;
        wrong += excused ? 0 : 1;
        System.arraycopy(answers.outputs(), i * columns, compared, i * columns, columns);
      }
    }
    Closeness closeness =
        Closeness.of(
            Map.of("answers", Tensor.floats(answers.outputs(), answers.outputs().length)),
            Map.of("answers", Tensor.floats(compared, compared.length)),
            Certificate.RTOL,
            Certificate.ATOL);
    boolean holds = wrong == 0 && closeness.within();
    String message =
        holds
            ? String.format(
                Locale.ROOT,
                "dynamic.onnx equals choosing row by row on %,d examples; %d went another way within 1e-5 of a threshold",
                routes.length,
                near)
            : String.format(
                Locale.ROOT,
                "dynamic.onnx differs from choosing row by row: of %,d examples %d took another way far from any threshold; %s",
                routes.length,
                wrong,
                closeness.worst());
    return new CertificateRecord(
        holds, closeness.maxAbs(), closeness.maxRel(), Certificate.RTOL, Certificate.ATOL, message);
  }
}
