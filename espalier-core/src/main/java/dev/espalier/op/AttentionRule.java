package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Attention over query, key and value: heads are units. Several heads of the query that share one
 * of key and value go with it.
 */
final class AttentionRule implements OpRule {
  /**
   * How an operator is written.
   *
   * @param queryHeads attribute that counts the heads of the query
   * @param keyHeads attribute that counts those of key and value
   * @param bias input that is added to query, key and value, one behind the other
   * @param scores input that is added to the products of query and key
   * @param past first of two inputs with earlier keys and values
   */
  private record Form(String queryHeads, String keyHeads, int bias, int scores, int past) {}

  private static final String HEADS = "num_heads";
  private static final String KEY_HEADS = "kv_num_heads";

  private static final Map<String, Form> FORMS =
      Map.of(
          "Attention", new Form("q_num_heads", KEY_HEADS, NO_INPUT, 3, 4),
          "com.microsoft.MultiHeadAttention", new Form(HEADS, HEADS, 3, 5, 6),
          "com.microsoft.GroupQueryAttention", new Form(HEADS, KEY_HEADS, NO_INPUT, 10, 3));

  /** Of a value whose heads are not apart. */
  private static final int RANK = 3;

  /** Of the keys and values of all steps. */
  private static final int STATE_RANK = 4;

  @Override
  public Set<String> operators() {
    return FORMS.keySet();
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    Form form = FORMS.get(op);
    return form != null && input == form.bias ? Operand.BIAS : Operand.FIXED;
  }

  private static Form form(Node node) {
    Form form = FORMS.get(node.qualified());
    if (form == null) {
      throw new IllegalArgumentException(node + " is no attention");
    }
    return form;
  }

  @Override
  public void couple(Node node, Ties ties) {
    Form form = form(node);
    if (!apart(node, ties)) {
      Bars.all(node, node.op() + " reads packed values", ties);
      return;
    }
    int queryHeads = HeadAxes.count(node, form.queryHeads, node.input(0), ties);
    int keyHeads = HeadAxes.count(node, form.keyHeads, node.input(1), ties);
    HeadAxes query = HeadAxes.of(node.input(0), queryHeads, ties);
    HeadAxes key = HeadAxes.of(node.input(1), keyHeads, ties);
    HeadAxes value = HeadAxes.of(node.input(2), keyHeads, ties);
    HeadAxes out = HeadAxes.of(node.output(0), queryHeads, ties);
    for (String other : List.of(node.input(1), node.input(2), node.output(0))) {
      ties.tie(new Axis(node.input(0), 0), new Axis(other, 0));
    }
    ties.tie(query.heads(), out.heads());
    ties.tie(key.heads(), value.heads());
    ties.tie(query.steps(), out.steps());
    ties.tie(key.steps(), value.steps());
    ties.tie(value.width(), out.width());
    ties.tie(query.width(), key.width());
    ties.bar(query.width(), node.op() + " multiplies whole heads");
    ties.bar(key.steps(), node.op() + " normalises over it");
    share(query, queryHeads, key, keyHeads, ties);
    bias(node, form, List.of(query, key, value), ties);
    scores(node.input(form.scores), out, key, ties);
    scores(node.op().equals("Attention") ? node.output(3) : "", out, key, ties);
    for (int i = 0; i < 2; i++) {
      state(node.input(form.past + i), i == 0 ? key : value, ties);
      state(node.output(1 + i), i == 0 ? key : value, ties);
    }
  }

  /** Whether query, key and value are three values. */
  private static boolean apart(Node node, Ties ties) {
    int rank = ties.shape(node.input(0)).rank();
    return node.hasInput(1)
        && node.hasInput(2)
        && (rank == RANK || node.op().equals("Attention"))
        && ties.shape(node.input(1)).rank() == rank
        && ties.shape(node.input(2)).rank() == rank;
  }

  /** Heads of the query that read one head of the keys are one unit with it. */
  private static void share(HeadAxes query, int queries, HeadAxes key, int keys, Ties ties) {
    if (keys == 1 && queries > 1) {
      ties.fix(key.heads());
    } else {
      int each = queries / keys;
      ties.tie(
          query.heads(), key.heads(), IntStream.range(0, queries).map(h -> h / each).toArray());
    }
  }

  private static void bias(Node node, Form form, List<HeadAxes> parts, Ties ties) {
    if (form.bias < 0 || !node.hasInput(form.bias)) {
      return;
    }
    Axis bias = new Axis(node.input(form.bias), 0);
    ties.parameter(bias, Role.SHIFTS);
    int from = 0;
    for (HeadAxes part : parts) {
      from = Packed.lay(bias, from, part.heads(), part.width(), ties);
    }
  }

  /** A value that meets the products of query and key, {@code [batch, heads, steps, steps]}. */
  static void scores(String value, HeadAxes out, HeadAxes key, Ties ties) {
    if (value.isEmpty()) {
      return;
    }
    int rank = ties.shape(value).rank();
    for (int i = 0; i < rank; i++) {
      Axis axis = new Axis(value, i);
      Axis meets =
          switch (rank - i) {
            case 1 -> key.steps();
            case 2 -> out.steps();
            case 3 -> out.heads();
            default -> axis;
          };
      if (ties.length(axis) > 1 && ties.length(axis) == ties.length(meets)) {
        ties.tie(axis, meets);
      } else {
        ties.fix(axis);
      }
    }
  }

  /** Keys or values {@code [batch, heads, steps, width]} of earlier steps, or with those of now. */
  private static void state(String value, HeadAxes of, Ties ties) {
    if (!value.isEmpty()) {
      ties.tie(new Axis(value, 1), of.heads());
      ties.fix(new Axis(value, 2));
      ties.tie(new Axis(value, 3), of.width());
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    if (cut.rank(node.input(0)) != RANK) {
      return node;
    }
    Form form = form(node);
    int queries = (int) node.intAttr(form.queryHeads, 1);
    int keys = (int) node.intAttr(form.keyHeads, 1);
    int left = HeadAxes.left(new Axis(node.input(0), 2), queries, cut);
    Node changed = node.withAttribute(form.queryHeads, new Attribute.IntValue(left));
    return form.keyHeads.equals(form.queryHeads)
        ? changed
        : changed.withAttribute(
            form.keyHeads,
            new Attribute.IntValue(HeadAxes.left(new Axis(node.input(1), 2), keys, cut)));
  }

  /** Products of query and key, and of what softmax makes of them with the values. */
  @Override
  public long macs(Node node, Sizes sizes) {
    String query = node.input(0);
    String out = node.output(0);
    int rank = sizes.rank(query);
    if (rank < RANK || !node.hasInput(1) || sizes.rank(node.input(1)) != rank) {
      return 0;
    }
    long heads = rank == RANK ? 1 : sizes.size(query, 1);
    long pairs = (long) sizes.size(query, rank - 2) * steps(node, sizes);
    long widths = (long) sizes.size(query, rank - 1) + sizes.size(out, rank - 1);
    return sizes.size(query, 0) * heads * pairs * widths;
  }

  /** Steps of the keys, earlier ones included where the operator gives all out. */
  private static long steps(Node node, Sizes sizes) {
    String key = node.input(1);
    String all = node.output(1);
    boolean given = !all.isEmpty() && sizes.rank(all) == STATE_RANK;
    return given ? sizes.size(all, 2) : sizes.size(key, sizes.rank(key) - 2);
  }
}
