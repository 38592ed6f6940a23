package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.ScoreLink.Kind;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Probabilities in the ways that exporters write them. */
class ScoreLinkTest {
  private GraphBuilder g = GraphBuilder.settled("net", 1);

  private ScoreLink link(int columns, UnaryOperator<String> last) {
    g = GraphBuilder.settled("net", 1);
    String y = last.apply(g.gemm("fc", g.input("x", 4), columns));
    return ScoreLink.of(g.output(g.shaped(y, -1, 2), "y").build().graph(), "y");
  }

  @Test
  void softmaxInManyWritings() {
    ScoreLink softmax = new ScoreLink("fc", Kind.SOFTMAX);
    assertEquals(softmax, link(2, x -> g.softmax(x, 1)));
    assertEquals(softmax, link(2, x -> g.node("Identity", Map.of(), g.softmax(x, 1))));
    assertEquals(softmax, link(2, x -> g.reshape(g.shaped(g.softmax(x, 1), -1, 2), -1, 2)));
    assertEquals(softmax, link(2, x -> g.node("Exp", Map.of(), g.node("LogSoftmax", Map.of(), x))));
    assertEquals(softmax, link(2, x -> shares(g.node("Exp", Map.of(), x))));
  }

  private String shares(String power) {
    String axes = g.vector("axes", 1);
    return g.node("Div", Map.of(), power, g.node("ReduceSum", Map.of(), power, axes));
  }

  @Test
  void sigmoidsAloneAndAsTwoColumns() {
    assertEquals(new ScoreLink("fc", Kind.SIGMOID), link(2, x -> g.node("Sigmoid", Map.of(), x)));
    assertEquals(new ScoreLink("fc", Kind.PAIR), link(1, x -> pair(x, 1)));
    assertEquals(new ScoreLink("y", Kind.NONE), link(1, x -> pair(x, 2)));
  }

  private String pair(String x, float one) {
    String p = g.shaped(g.node("Sigmoid", Map.of(), x), -1, 1);
    String q = g.shaped(g.node("Sub", Map.of(), g.scalar("one", one), p), -1, 1);
    return g.concat(1, q, p);
  }

  @Test
  void scoresAreTheirOwnAnswer() {
    assertEquals(new ScoreLink("y", Kind.NONE), link(2, x -> g.node("LogSoftmax", Map.of(), x)));
    assertEquals(new ScoreLink("y", Kind.NONE), link(2, x -> g.node("Tanh", Map.of(), x)));
    assertEquals(
        new ScoreLink("y", Kind.NONE),
        link(2, x -> g.reshape(g.shaped(g.softmax(x, 1), -1, 2), -1, 1, 2)));
  }
}
