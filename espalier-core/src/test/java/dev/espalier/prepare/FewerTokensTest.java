package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables of embeddings lose the rows of tokens that are not kept. */
class FewerTokensTest {
  private static final int[] KEPT = {0, 2, 5, 7};
  private static final Map<String, Tensor> EXAMPLES =
      Map.of("ids", Tensor.longs(new long[] {7, 2, 5, 0, 0, 2}, 2, 3));

  private static GraphBuilder graph() {
    return GraphBuilder.settled("texts", 1);
  }

  private static String ids(GraphBuilder g) {
    return g.input(
        ValueInfo.of("ids", DType.INT64, ValueInfo.Dim.symbol("N"), ValueInfo.Dim.of(3)));
  }

  private static String looked(GraphBuilder g, String ids, String table) {
    return g.shaped(g.node("Gather", Map.of(), table, ids), -1, 3, 4);
  }

  private static String table(GraphBuilder g, String name) {
    float[] values = new float[8 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return g.constant(name, Tensor.floats(values, 8, 4));
  }

  private static FewerTokens fewer(Model model) {
    return FewerTokens.of(model, Set.of("ids"), List.of(), KEPT, EXAMPLES);
  }

  @Test
  void eachTableHasARowForEachTokenKept() {
    GraphBuilder g = graph();
    String ids = ids(g);
    String narrow = g.node("Cast", Attributes.of("to", 6), ids);
    String sum = g.add(looked(g, ids, table(g, "words")), looked(g, narrow, table(g, "styles")));
    Model whole = g.output(g.linear("fc", sum, 2), "y").build();
    FewerTokens fewer = fewer(whole);
    assertEquals(Set.of("words", "styles"), Set.copyOf(fewer.tables()));
    Tensor words = fewer.model().graph().initializers().get("words");
    assertArrayEquals(new int[] {4, 4}, words.dims());
    assertEquals(Math.sin(5 * 4), words.floats()[2 * 4], 1e-6);
    assertEquals(whole.parameters() - 2 * 4 * 4, fewer.model().parameters());
    assertEquals(0, fewer.closeness().maxAbs());
  }

  @Test
  void whatATokenIsComparedWithIsRenumbered() {
    GraphBuilder g = graph();
    String ids = ids(g);
    String padding =
        g.node("Equal", Map.of(), ids, g.constant("pad", Tensor.longs(new long[] {5}, 1)));
    String shown = g.node("Cast", Attributes.of("to", 1), padding);
    String weights = g.shaped(g.node("Unsqueeze", Map.of(), shown, g.vector("last", 2)), -1, 3, 1);
    Model whole = g.output(g.mul(looked(g, ids, table(g, "words")), weights), "y").build();
    FewerTokens fewer = fewer(whole);
    assertEquals(0, fewer.closeness().maxAbs());
    assertTrue(
        fewer.model().graph().initializers().values().stream()
            .anyMatch(t -> t.type() == DType.INT64 && t.size() == 1 && t.longs()[0] == 2));
  }

  @Test
  void scoresOfTokensGoWithTheirTable() {
    GraphBuilder g = graph();
    String words = table(g, "words");
    String hidden = g.relu(g.linear("fc", looked(g, ids(g), words), 4));
    String head =
        g.shaped(g.node("Transpose", Attributes.of("perm", new int[] {1, 0}), words), 4, 8);
    String logits = g.shaped(g.node("MatMul", Map.of(), hidden, head), -1, 3, 8);
    Model whole = g.output(logits, "logits").build();
    FewerTokens fewer = FewerTokens.of(whole, Set.of("ids"), List.of("logits"), KEPT, EXAMPLES);
    assertTrue(fewer.closeness().within());
    assertEquals(whole.parameters() - 4 * 4, fewer.model().parameters());
    assertEquals(4, fewer.model().graph().outputs().get(0).dims().get(2).size());
  }

  private static String message(Model model) {
    return assertThrows(DataException.class, () -> fewer(model)).getMessage();
  }

  @Test
  void whatCannotBeToldSaysWhy() {
    GraphBuilder g = graph();
    String ids = ids(g);
    String parity = g.node("Mul", Map.of(), ids, g.vector("two", 2));
    String odd = message(g.output(looked(g, parity, table(g, "words")), "y").build());
    assertTrue(odd.contains("mul_0 computes with the numbers"), odd);

    GraphBuilder tied = graph();
    String words = table(tied, "words");
    String x = looked(tied, ids(tied), words);
    String head = tied.node("Transpose", Map.of(), words);
    String both =
        message(
            tied.output(tied.shaped(tied.node("MatMul", Map.of(), x, head), -1, 3, 8), "y")
                .build());
    assertTrue(both.contains("words is also read by transpose"), both);

    GraphBuilder shares = graph();
    String all = shares.softmax(looked(shares, ids(shares), table(shares, "words")), 2);
    Model probable = shares.output(all, "p").build();
    String together =
        assertThrows(
                DataException.class,
                () -> FewerTokens.of(probable, Set.of("ids"), List.of("p"), KEPT, EXAMPLES))
            .getMessage();
    assertTrue(together.contains("export the scores before it"), together);

    GraphBuilder few = graph();
    String small = few.constant("words", Tensor.floats(new float[6 * 4], 6, 4));
    String rows = message(few.output(looked(few, ids(few), small), "y").build());
    assertTrue(rows.contains("no row for token 7"), rows);
  }
}
