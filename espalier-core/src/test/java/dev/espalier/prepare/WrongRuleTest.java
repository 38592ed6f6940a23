package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;
import dev.espalier.op.Ties;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The certificate catches operator rules that are wrong on purpose. */
class WrongRuleTest {
  @Test
  void rightRulesPass() {
    assertTrue(certificate(Graphs.densenet(3), OpRules.standard()).certified());
    assertTrue(certificate(Graphs.vgg(3), OpRules.standard()).certified());
    assertTrue(certificate(Graphs.mobilenet(3), OpRules.standard()).certified());
  }

  @Test
  void aConcatThatShiftsItsPartsByOne() {
    OpRule shifted =
        new OpRule() {
          @Override
          public Set<String> operators() {
            return Set.of("Concat");
          }

          @Override
          public void couple(Node node, Ties ties) {
            int offset = 1;
            int total = ties.shape(node.output(0)).a()[1];
            for (String x : node.inputs()) {
              ties.tie(new Axis(x, 0), new Axis(node.output(0), 0));
              int from = offset;
              int length = ties.shape(x).a()[1];
              int[] map = IntStream.range(0, length).map(i -> (from + i) % total).toArray();
              ties.tie(new Axis(x, 1), new Axis(node.output(0), 1), map);
              offset += length;
            }
          }
        };
    assertCaught(Graphs.densenet(3), shifted);
  }

  @Test
  void aConvolutionThatForgetsItsBias() {
    assertCaught(
        Graphs.vgg(3), without("Conv", (node, axis) -> axis.value().equals(node.input(2))));
  }

  @Test
  void aNormalisationThatForgetsItsScale() {
    assertCaught(
        Graphs.mobilenet(3),
        without("BatchNormalization", (node, axis) -> axis.value().equals(node.input(1))));
  }

  /** Not a barrier: a graph that is sound would be cut less, and nobody would look. */
  @Test
  void aRuleThatFailsIsNamedWithItsLine() {
    OpRule failing =
        new OpRule() {
          @Override
          public Set<String> operators() {
            return Set.of("Concat");
          }

          @Override
          public void couple(Node node, Ties ties) {
            ties.tie(new Axis(node.input(0), 0), new Axis(node.inputs().get(7), 0));
          }
        };
    OpRules rules = OpRules.standard().with(failing);
    String said =
        assertThrows(ModelFormatException.class, () -> certificate(Graphs.densenet(3), rules))
            .getMessage();
    assertTrue(said.contains("(Concat): the rule for this operator fails ("), said);
    assertTrue(said.contains("WrongRuleTest.java:") && said.contains("a bug of the rule"), said);
  }

  /** The house's rule for an operator, which does not hear about ties with some axes. */
  private static OpRule without(String op, BiPredicate<Node, Axis> deaf) {
    Node sample = Node.of(op, "sample", java.util.List.of(), java.util.List.of("y"));
    OpRule right = OpRules.standard().of(sample);
    return new OpRule() {
      @Override
      public Set<String> operators() {
        return Set.of(op);
      }

      @Override
      public void couple(Node node, Ties ties) {
        right.couple(node, deaf(node, ties, deaf));
      }

      @Override
      public Node cut(Node node, dev.espalier.op.Cut cut) {
        return right.cut(node, cut);
      }
    };
  }

  private static Ties deaf(Node node, Ties ties, BiPredicate<Node, Axis> deaf) {
    return (Ties)
        Proxy.newProxyInstance(
            Ties.class.getClassLoader(),
            new Class<?>[] {Ties.class},
            (proxy, method, arguments) -> {
              boolean tie = method.getName().equals("tie");
              if (tie
                  && (deaf.test(node, (Axis) arguments[0])
                      || deaf.test(node, (Axis) arguments[1]))) {
                return null;
              }
              try {
                return method.invoke(ties, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void assertCaught(Model model, OpRule wrong) {
    CertificateRecord certificate = certificate(model, OpRules.standard().with(wrong));
    assertFalse(certificate.certified(), certificate.toString());
    assertFalse(certificate.message().isBlank());
  }

  /** Cuts every third unit of every group that may be cut, by these rules alone. */
  private static CertificateRecord certificate(Model model, OpRules rules) {
    Coupling coupling = Prepared.of(model, new Coupler(rules, true)).coupling();
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      kept.put(group.name(), IntStream.range(0, group.units()).filter(u -> u % 3 != 1).toArray());
    }
    PrunePlan plan = PrunePlan.keeping("blocks", coupling, kept);
    return Certificate.check(coupling, plan, new Surgeon(rules).apply(coupling, plan), null);
  }
}
