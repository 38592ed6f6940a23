package dev.espalier.routing;

import java.util.Locale;

/** Says what a {@link Guarantee} claims, and what it does not. */
final class GuaranteeWording {
  private GuaranteeWording() {}

  static String of(Guarantee guarantee) {
    String note = guarantee.allowance().judged().note();
    return claim(guarantee)
        + " ("
        + measured(guarantee)
        + ")."
        + (note.isEmpty() ? "" : " Note: " + note + ".");
  }

  private static String claim(Guarantee guarantee) {
    Allowance allowance = guarantee.allowance();
    String loss = allowance.judged().loss();
    String limit =
        allowance.loss() == 0
            ? "not above the original's"
            : "at most " + allowance.judged().text(allowance.loss()) + " above the original's";
    return switch (guarantee.basis()) {
      case PROOF ->
          String.format(
              Locale.ROOT,
              "Guaranteed with probability %.0f %%: on new examples of this kind the %s is %s",
              100 * (1 - allowance.delta()),
              loss,
              limit);
      case ESTIMATE ->
          String.format(
              Locale.ROOT,
              "An estimate and no guarantee: the %s is %s by estimate, with a margin of %.1f paired"
                  + " standard errors; %s",
              loss,
              limit,
              allowance.margin(),
              needed(allowance));
      case JUDGED ->
          String.format(
              Locale.ROOT,
              "An estimate and no guarantee: the metric itself is within the allowed loss on the"
                  + " examples of choice and calibration, as static models are judged; %s",
              needed(allowance));
      case SPENDING ->
          "No loss was named, so none is guaranteed: thresholds are the highest at which records cost"
              + " no more on average than was asked for, and the loss there is measured";
      case NONE ->
          String.format(
              Locale.ROOT,
              "No guarantee: %,d examples do not show for any row that the %s is %s; the chain"
                  + " never stops early; %s",
              guarantee.examples(),
              loss,
              limit,
              needed(allowance));
    };
  }

  /** With fewer examples a loss above the allowed one could stay unseen with probability δ. */
  private static String needed(Allowance allowance) {
    return allowance.loss() == 0
        ? "no number of examples proves a loss of exactly 0"
        : String.format(
            Locale.ROOT,
            "a proof takes more than %,.0f examples",
            Math.floor(
                -Math.log(allowance.delta())
                    / -Math.log1p(-allowance.loss() / allowance.judged().range())));
  }

  private static String measured(Guarantee guarantee) {
    Allowance allowance = guarantee.allowance();
    return String.format(
        Locale.ROOT,
        "mean difference on %,d examples %s, upper bound at %.0f %% %s",
        guarantee.examples(),
        allowance.judged().text(guarantee.difference().mean()),
        100 * (1 - allowance.delta()),
        allowance.judged().text(guarantee.upper()));
  }
}
