package dev.espalier.recipe;

import java.util.List;

/**
 * How a model is made to spend less on easy inputs.
 *
 * @param members shares of the original's cost at which nested variants are made; empty for none
 * @param exits places in the original at which rows may be answered early, at most; 0 for none
 * @param gates shares of the original's cost at which models that skip blocks are made; none for
 *     none
 * @param tokens shares of tokens with which models go on behind their first attention; none for
 *     none
 * @param head largest cost of an exit's own layers, as a share of the original's MACs
 * @param signal by which a stage is judged sure: {@code auto} (the one that saves most) or a name
 *     from {@code espalier methods}
 * @param mix whether answers may take in those of the stages before
 * @param delta probability with which a guaranteed loss may be exceeded
 * @param guarantee what the calibrated point rests on
 * @param margin of estimates, in paired standard errors
 * @param alone whether one member that answers all may be the result
 */
public record DynamicSettings(
    List<String> members,
    int exits,
    List<String> gates,
    List<String> tokens,
    double head,
    String signal,
    MixMode mix,
    double delta,
    GuaranteeMode guarantee,
    double margin,
    AloneMode alone) {
  public DynamicSettings {
    members = List.copyOf(members);
    gates = List.copyOf(gates);
    tokens = List.copyOf(tokens);
  }

  /**
   * {@return whether an entry of these lists is no share but {@code auto} or {@code none}}
   *
   * @param entry of a list of shares
   */
  public static boolean word(String entry) {
    return entry.equals(Recipe.AUTO) || entry.equals(Recipe.NONE);
  }

  /** {@return whether the smallest static model within the allowed loss is to be a member} */
  public boolean openMembers() {
    return members.contains(Recipe.AUTO);
  }

  /** {@return whether it is open by which signal a stage is judged sure} */
  public boolean openSignal() {
    return signal.equals(Recipe.AUTO);
  }

  /** What holds where a recipe says nothing. */
  static DynamicSettings defaults() {
    return new DynamicSettings(
        List.of(Recipe.AUTO),
        2,
        List.of(Recipe.NONE),
        List.of(Recipe.NONE),
        0.02,
        Recipe.AUTO,
        MixMode.AUTO,
        0.05,
        GuaranteeMode.AUTO,
        0,
        AloneMode.AUTO);
  }
}
