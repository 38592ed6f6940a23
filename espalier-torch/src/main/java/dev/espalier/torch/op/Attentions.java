package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Attention in one operator, and what turns its queries and keys. */
final class Attentions {
  private static final int RANK = 3;

  private Attentions() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Attention", Attentions::attention);
    catalogue.put("RotaryEmbedding", c -> rotary(c, c.in(1), c.in(2), c.optional(3)));
    catalogue.put("com.microsoft.RotaryEmbedding", c -> rotary(c, c.in(2), c.in(3), c.optional(1)));
    catalogue.put("com.microsoft.Attention", Attentions::packed);
    catalogue.put("com.microsoft.MultiHeadAttention", Attentions::multiHead);
  }

  private static List<Tensor> attention(Call call) {
    Node node = call.node();
    boolean plain = !call.has(4) && !call.has(5) && !call.has(6) && node.output(3).isEmpty();
    if (!plain || node.floatAttr("softcap", 0) != 0) {
      throw call.unsupported("Attention with a state, a soft cap or its scores as an output");
    }
    boolean flat = Tensors.rank(call.in(0)) == RANK;
    Tensor query = apart(call.in(0), node.intAttr("q_num_heads", 1));
    Tensor key = apart(call.in(1), node.intAttr("kv_num_heads", 1));
    Tensor value = apart(call.in(2), node.intAttr("kv_num_heads", 1));
    long times = query.size(1) / key.size(1);
    Tensor mixed =
        mixed(
            query,
            repeated(key, times),
            repeated(value, times),
            call,
            call.optional(3),
            node.intAttr("is_causal", 0) != 0);
    return List.of(flat ? joined(mixed) : mixed, key, value);
  }

  private static List<Tensor> multiHead(Call call) {
    Node node = call.node();
    boolean plain = call.has(1) && call.has(2) && !call.has(4) && !call.has(6) && !call.has(7);
    if (!plain || Tensors.rank(call.in(1)) != RANK) {
      throw call.unsupported("MultiHeadAttention with packed values, a padding mask or a state");
    }
    long heads = node.intAttr("num_heads", 1);
    List<Tensor> parts = new ArrayList<>(List.of(call.in(0), call.in(1), call.in(2)));
    Tensor bias = call.optional(3);
    long from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      long size = part.size(2);
      parts.set(i, apart(bias == null ? part : part.add(columns(bias, from, size)), heads));
      from += size;
    }
    boolean causal = node.intAttr("unidirectional", 0) != 0;
    Tensor mixed = mixed(parts.get(0), parts.get(1), parts.get(2), call, call.optional(5), causal);
    return List.of(joined(mixed), parts.get(1), parts.get(2));
  }

  private static List<Tensor> packed(Call call) {
    Node node = call.node();
    if (call.has(3) || call.has(4) || node.intAttr("do_rotary", 0) != 0) {
      throw call.unsupported("Attention with a mask of lengths, a state or turned keys");
    }
    long heads = node.intAttr("num_heads", 1);
    Tensor made = torch.matmul(call.in(0), call.in(1));
    made = call.has(2) ? made.add(call.in(2)) : made;
    long third = made.size(2) / 3;
    long[] stated = node.intsAttr("qkv_hidden_sizes");
    long[] sizes = stated == null || stated.length == 0 ? new long[] {third, third, third} : stated;
    Tensor query = apart(columns(made, 0, sizes[0]), heads);
    Tensor key = apart(columns(made, sizes[0], sizes[1]), heads);
    Tensor value = apart(columns(made, sizes[0] + sizes[1], sizes[2]), heads);
    boolean causal = node.intAttr("unidirectional", 0) != 0;
    return List.of(joined(mixed(query, key, value, call, call.optional(5), causal)));
  }

  /** Values {@code [batch, heads, steps, width]} mixed by the softmax of query times key. */
  private static Tensor mixed(
      Tensor query, Tensor key, Tensor value, Call call, @Nullable Tensor mask, boolean causal) {
    float stated = call.node().floatAttr("scale", 0);
    double scale = stated == 0 ? 1 / Math.sqrt(query.size(3)) : stated;
    Tensor scores = torch.matmul(query.mul(new Scalar(scale)), key.transpose(2, 3));
    if (mask != null) {
      boolean added = Tensors.floating(mask);
      scores = added ? scores.add(mask) : scores.masked_fill(mask.logical_not(), lowest());
    }
    if (causal) {
      Tensor later = torch.ones_like(scores.detach()).triu(1).to(torch.ScalarType.Bool);
      scores = scores.masked_fill(later, lowest());
    }
    return torch.matmul(scores.softmax(-1), value);
  }

  private static Scalar lowest() {
    return new Scalar((double) -Float.MAX_VALUE);
  }

  /** {@code [batch, steps, heads * width]} as {@code [batch, heads, steps, width]}. */
  private static Tensor apart(Tensor x, long heads) {
    return Tensors.rank(x) == RANK
        ? x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).permute(0, 2, 1, 3)
        : x;
  }

  private static Tensor joined(Tensor x) {
    return x.permute(0, 2, 1, 3).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
  }

  /** Each head as often as heads of the query read it. */
  private static Tensor repeated(Tensor x, long times) {
    if (times == 1) {
      return x;
    }
    long[] s = Tensors.shape(x);
    return x.unsqueeze(2)
        .expand(s[0], s[1], times, s[2], s[3])
        .reshape(s[0], s[1] * times, s[2], s[3]);
  }

  private static Tensor columns(Tensor x, long from, long size) {
    return x.slice(-1, new LongOptional(from), new LongOptional(from + size), 1);
  }

  /**
   * Pairs of elements turned by the angles of their positions: {@code (a cos - b sin, a sin + b
   * cos)}, neighbours where interleaved, else one of each half.
   */
  private static List<Tensor> rotary(
      Call call, Tensor cos, Tensor sin, @Nullable Tensor positions) {
    Node node = call.node();
    if (node.floatAttr("scale", 1) != 1 || node.intAttr("is_packed_batching", 0) != 0) {
      throw call.unsupported("RotaryEmbedding that is scaled or packed");
    }
    Tensor x = call.in(0);
    boolean flat = Tensors.rank(x) == RANK;
    long stated = node.intAttr("num_heads", 0);
    long heads = stated > 0 || !flat ? stated : x.size(2) / (2 * cos.size(-1));
    Tensor all = apart(x, heads);
    long turned = node.intAttr("rotary_embedding_dim", 0);
    turned = turned == 0 ? all.size(3) : turned;
    Tensor part = columns(all, 0, turned);
    Tensor c = angles(cos, positions, call, all.size(2), turned / 2);
    Tensor s = angles(sin, positions, call, all.size(2), turned / 2);
    boolean neighbours = node.intAttr("interleaved", 0) != 0;
    long[] shape = Tensors.shape(part);
    long[] pairs = Arrays.copyOf(shape, shape.length + 1);
    pairs[3] = neighbours ? turned / 2 : 2;
    pairs[4] = neighbours ? 2 : turned / 2;
    long side = neighbours ? 4 : 3;
    Tensor split = part.reshape(pairs);
    Tensor a = split.select(side, 0);
    Tensor b = split.select(side, 1);
    List<Tensor> both = List.of(a.mul(c).sub(b.mul(s)), a.mul(s).add(b.mul(c)));
    Tensor out = torch.stack(Tensors.vector(both), side).reshape(shape);
    if (turned < all.size(3)) {
      Tensor rest = columns(all, turned, all.size(3) - turned);
      out = torch.cat(Tensors.vector(List.of(out, rest)), -1);
    }
    return List.of(flat ? joined(out) : out);
  }

  /** Of each step of each record, to meet {@code [batch, heads, steps, pairs]}. */
  private static Tensor angles(
      Tensor table, @Nullable Tensor positions, Call call, long steps, long pairs) {
    Tensor of = table;
    if (positions != null && Tensors.rank(positions) == 1) {
      throw call.unsupported("RotaryEmbedding with one offset for all steps");
    } else if (positions != null) {
      long[] shape = Tensors.shape(positions);
      Tensor rows = torch.index_select(table, 0, positions.reshape(-1).to(torch.ScalarType.Long));
      of = rows.reshape(shape[0], steps, table.size(1));
    }
    return columns(of, 0, pairs).unsqueeze(1);
  }
}
