package dev.espalier.adaptive;

import dev.espalier.catalogue.Catalogue;
import java.util.Optional;

/** The catalogue of routing signals. */
public final class Signals {
  public static final Catalogue<Signal> CATALOGUE =
      Catalogue.of(
          "signal",
          classes(
              "probability",
              "highest class probability",
              "Hendrycks & Gimpel, A Baseline for Detecting Misclassified and Out-of-Distribution"
                  + " Examples, ICLR 2017",
              (draft, look) -> draft.column(draft.largest(probabilities(draft, look), 1), 0)),
          classes(
              "margin",
              "highest class probability less the second highest",
              "Park et al., Big/little deep neural network for ultra low power inference,"
                  + " CODES+ISSS 2015",
              Signals::margin),
          classes(
              "entropy",
              "negative entropy of the class probabilities",
              "Teerapittayanon et al., BranchyNet, ICPR 2016",
              Signals::negativeEntropy),
          new Energy(),
          new Agreement(),
          new Distance());

  private Signals() {}

  /** Nodes of a score that looks at one stage. */
  interface Score {
    String write(Draft draft, Signal.Look look);
  }

  /** Why class scores cannot be told from such answers; empty where they can. */
  static Optional<String> noClasses(AnswerForm form) {
    if (form.answer() == Answer.VALUES) {
      return Optional.of("it looks at classes, and the answers are no scores of classes");
    }
    return form.rank() > 2
        ? Optional.of(
            "it needs one answer a row, [N, classes], and there are " + form.rank() + " axes")
        : Optional.empty();
  }

  static String probabilities(Draft draft, Signal.Look look) {
    return Distribution.probabilities(draft, look, look.answer());
  }

  private static String margin(Draft draft, Signal.Look look) {
    String two = draft.largest(probabilities(draft, look), 2);
    return draft.node("Sub", draft.column(two, 0), draft.column(two, 1));
  }

  /** Σ p log p. */
  private static String negativeEntropy(Draft draft, Signal.Look look) {
    String p = probabilities(draft, look);
    return draft.reduced("ReduceSum", draft.node("Mul", p, Distribution.log(draft, p)));
  }

  private static Signal classes(String name, String summary, String source, Score score) {
    return new OfClasses(name, summary, source, score);
  }

  /** A signal that looks at the classes of one stage. */
  private record OfClasses(String name, String summary, String source, Score score)
      implements Signal {
    @Override
    public Optional<String> refusal(AnswerForm form) {
      return noClasses(form);
    }

    @Override
    public boolean pairwise() {
      return false;
    }

    @Override
    public String write(Draft draft, Look look) {
      return score.write(draft, look);
    }
  }
}
