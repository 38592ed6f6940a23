package dev.espalier.op;

import java.util.Set;

/** Operators without a rule, which bar what they touch, but of which something is known. */
final class Unruled implements OpFacts {
  @Override
  public Set<String> operators() {
    return Set.of("Range", "Trilu");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.FILLS);
  }

  @Override
  public Operand operand(String op, int input) {
    return Operand.FIXED;
  }
}
