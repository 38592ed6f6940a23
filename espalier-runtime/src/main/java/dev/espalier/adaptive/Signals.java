package dev.espalier.adaptive;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.model.Attributes;
import dev.espalier.model.Tensor;
import java.util.Optional;
import java.util.ServiceLoader;

/** All routing signals: those here, and those of other jars; with what signals are made of. */
public final class Signals {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<Signal> CATALOGUE =
      Catalogue.open(
          "signal",
          ServiceLoader.load(Signal.class),
          classes(
              "probability",
              "highest class probability",
              "Hendrycks & Gimpel, A Baseline for Detecting Misclassified and Out-of-Distribution"
                  + " Examples, ICLR 2017",
              (draft, look) -> draft.reduced("ReduceMax", probabilities(draft, look))),
          classes(
              "margin",
              "highest class probability less the second highest",
              "Park et al., Big/little deep neural network for ultra low power inference,"
                  + " CODES+ISSS 2015",
              (draft, look) -> marginOf(draft, probabilities(draft, look))),
          classes(
              "entropy",
              "negative entropy of the class probabilities",
              "Teerapittayanon et al., BranchyNet, ICPR 2016",
              (draft, look) -> negativeEntropyOf(draft, probabilities(draft, look))),
          new Energy(),
          new Predictor(),
          new StageAgreement(),
          new Distance());

  private Signals() {}

  /** Nodes of a score that looks at one stage. */
  interface Score {
    String write(Draft draft, Signal.Look look);
  }

  /**
   * {@return why class scores cannot be read from such answers, for a person; empty where they can}
   *
   * @param form of the answers
   */
  public static Optional<String> noClasses(AnswerForm form) {
    if (form.answer() == RowAnswer.VALUES) {
      return Optional.of("it looks at classes, and the answers are no scores of classes");
    }
    return form.rank() > 2
        ? Optional.of(
            "it needs one answer a row, [N, classes], and there are " + form.rank() + " axes")
        : Optional.empty();
  }

  /**
   * Nodes of the class probabilities, [N, C], of two classes at least, at the temperature.
   *
   * @param draft takes the nodes
   * @param look what a signal may read
   * @return name of the value
   */
  public static String probabilities(Draft draft, Signal.Look look) {
    return Distribution.probabilities(draft, look, look.answer());
  }

  /**
   * Nodes of the logits divided by the temperature, [N, C], of two classes at least; the logarithms
   * of answers that are probabilities.
   *
   * @param draft takes the nodes
   * @param look what a signal may read
   * @return name of the value
   */
  public static String logits(Draft draft, Signal.Look look) {
    return Distribution.scaled(draft, look, look.answer());
  }

  /**
   * The highest less the highest of the rest, from which one position of the highest is taken. No
   * TopK: ONNX Runtime up to 1.29 ends the process when it meets one with no rows.
   */
  static String marginOf(Draft draft, String p) {
    String best = draft.node("ArgMax", Attributes.of("axis", 1, "keepdims", 1), p);
    Tensor none = Tensor.floats(new float[] {-1}, 1);
    String out =
        draft.node("ConstantOfShape", Attributes.of("value", none), draft.node("Shape", best));
    String rest = draft.node("ScatterElements", Attributes.of("axis", 1), p, best, out);
    return draft.node("Sub", draft.reduced("ReduceMax", p), draft.reduced("ReduceMax", rest));
  }

  /** Σ p log p. */
  static String negativeEntropyOf(Draft draft, String p) {
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
