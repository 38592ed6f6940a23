package dev.espalier.op;

import java.util.Set;

/** Operators without a rule, which bar what they touch, but of which something is known. */
final class Unruled implements OpFacts {
  @Override
  public Set<String> operators() {
    return Set.of("Einsum", "GroupNormalization", "Range", "Trilu");
  }

  @Override
  public Set<Trait> traits(String op) {
    return switch (op) {
      case "Einsum" -> Set.of(Trait.LAYER, Trait.MOVES_AXES);
      case "GroupNormalization" -> Set.of(Trait.NORMALISES, Trait.WEIGHTED);
      default -> Set.of(Trait.FILLS);
    };
  }

  @Override
  public Operand operand(String op, int input) {
    return switch (op) {
      case "Einsum" -> Operand.TERM;
      case "GroupNormalization" -> NormRule.operand(input);
      default -> Operand.FIXED;
    };
  }
}
