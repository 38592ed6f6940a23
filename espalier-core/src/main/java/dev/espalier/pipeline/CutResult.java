package dev.espalier.pipeline;

import dev.espalier.record.CertificateRecord;
import java.util.Map;

/**
 * A model cut once, before tuning.
 *
 * @param candidate the cut model with its plan from the original
 * @param achieved ratio of the budget against the original
 * @param certificate of this cut
 * @param scores that decided, by group
 * @param shortfall why the budget could not be met; empty where it was
 */
record CutResult(
    Candidate candidate,
    double achieved,
    CertificateRecord certificate,
    Map<String, double[]> scores,
    String shortfall) {}
