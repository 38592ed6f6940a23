package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue of rules, and rules that are put in place of its own. */
class OpRulesTest {
  /** Speaks for one operator and ties nothing. */
  private record Own(String operator) implements OpRule {
    @Override
    public Set<String> operators() {
      return Set.of(operator);
    }

    @Override
    public void couple(Node node, Ties ties) {
      throw new IllegalStateException("never asked");
    }
  }

  private static OpRule of(OpRules rules, String operator) {
    return Objects.requireNonNull(
        rules.of(Node.of(operator, "n", List.of("x"), List.of("y"))), operator);
  }

  /** Conv and ConvTranspose are one rule of the house: replacing the first leaves the second. */
  @Test
  void eachReplacedRuleStaysReplaced() {
    Own conv = new Own("Conv");
    Own gemm = new Own("Gemm");
    OpRules rules = OpRules.standard().with(conv).with(gemm);
    assertSame(conv, of(rules, "Conv"));
    assertSame(gemm, of(rules, "Gemm"));
    assertSame(of(OpRules.standard(), "ConvTranspose"), of(rules, "ConvTranspose"));
    assertNotNull(of(rules, "Relu"));
  }

  /** The test of a rule names each of the rule's operators, so that none is claimed unseen. */
  @Test
  void everyOperatorIsNamedInTheTestOfItsRule() throws IOException {
    Path tests = Path.of("src", "test", "java", "dev", "espalier", "op");
    Set<String> unnamed = new TreeSet<>();
    for (String operator : OpRules.standard().operators()) {
      OpRule found = OpRules.standard().of(Node.of(operator, "n", List.of("x"), List.of("y")));
      if (found == null) {
        continue; // something is known of it, but no rule lets units pass
      }
      String rule = found.getClass().getSimpleName();
      Path test = tests.resolve(rule + "Test.java");
      String text = Files.exists(test) ? Files.readString(test) : "";
      if (!Pattern.compile("\"" + operator + "[\",]").matcher(text).find()) {
        unnamed.add(operator + " in " + test.getFileName());
      }
    }
    assertEquals(Set.of(), unnamed);
  }

  /** A fact that no operator has would be one that nobody needs. */
  @ParameterizedTest
  @EnumSource
  void someOperatorHasEachTrait(Trait trait) {
    assertTrue(OpRules.standard().operators().stream().anyMatch(op -> trait.of(node(op, ""))));
    assertFalse(OpRules.standard().operators().stream().anyMatch(op -> trait.of(node(op, "own"))));
  }

  /** Facts do not make a rule: what meets such an operator stays barred. */
  @Test
  void knownOperatorsMayHaveNoRule() {
    assertNull(OpRules.standard().of(node("Trilu", "")));
    assertTrue(Trait.FILLS.of(node("Trilu", "")));
  }

  @Test
  void biasesAreFoundByOperand() {
    assertEquals(2, OpRules.standard().biasInput(node("Conv", "")));
    assertEquals(3, OpRules.standard().biasInput(node("LSTM", "")));
    assertEquals(OpFacts.NO_INPUT, OpRules.standard().biasInput(node("MatMul", "")));
  }

  private static Node node(String op, String domain) {
    return new Node("n", domain, op, List.of("x"), List.of("y"), Map.of(), new byte[0]);
  }
}
