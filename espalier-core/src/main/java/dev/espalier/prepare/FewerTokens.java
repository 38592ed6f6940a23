package dev.espalier.prepare;

import dev.espalier.files.DataException;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of texts that knows some tokens alone: its tables of embeddings lose the rows of all
 * others, outputs with a score for each token lose their columns, and the n-th token kept has the
 * number n from then on.
 *
 * <p>Proof: in ONNX Runtime the model answers as before, with nothing lost but rounding, where it
 * is given the same tokens by their new numbers.
 *
 * @param model with smaller tables
 * @param tables names of the initializers that were cut
 * @param closeness to the whole model on the inputs that were given
 */
@SuppressWarnings("exports") // called by this module and the command line alone
public record FewerTokens(Model model, List<String> tables, Closeness closeness) {
  /**
   * Removes all tokens but some from a model, and compares its answers with the original's.
   *
   * @param original a model of token numbers
   * @param inputs whose numbers are tokens'
   * @param outputs with a score for each token along their last axis
   * @param kept numbers of the tokens to keep, ascending
   * @param examples inputs by name, of kept tokens alone
   * @return the model with a row for each token kept
   * @throws DataException where tables cannot be told from the graph, with the place
   */
  public static FewerTokens of(
      Model original,
      Set<String> inputs,
      List<String> outputs,
      int[] kept,
      Map<String, Tensor> examples) {
    Model whole = ConstantNodes.toInitializers(original);
    Model headed = whole;
    for (String output : outputs) {
      scores(whole.graph(), output);
      headed = Narrow.columns(Prepared.of(headed, "blocks"), output, kept);
    }
    Readers readers = new Readers(headed.graph(), kept);
    readers.follow(inputs);
    Graph cut = headed.graph().withNodes(readers.nodes()).withInitializers(readers.initializers());
    Model fewer = headed.withGraph(cut.withoutValueInfos());
    Map<String, Tensor> renumbered = new LinkedHashMap<>(examples);
    inputs.forEach(name -> renumbered.computeIfPresent(name, (key, t) -> renumbered(t, kept)));
    try (Session first = Session.open(whole, SessionOptions.threads(1));
        Session second = Session.open(fewer, SessionOptions.threads(1))) {
      Map<String, Tensor> expected = new LinkedHashMap<>(first.run(examples));
      outputs.forEach(
          name -> expected.computeIfPresent(name, (k, t) -> t.select(t.rank() - 1, kept)));
      Closeness closeness =
          Closeness.of(expected, second.run(renumbered), Certificate.RTOL, Certificate.ATOL);
      if (!closeness.within()) {
        throw new DataException(
            "the model would answer otherwise with fewer tokens (" + closeness.worst() + ")");
      }
      return new FewerTokens(fewer, List.copyOf(readers.tables), closeness);
    }
  }

  /** Shares of all tokens are no shares of some. */
  private static void scores(Graph graph, String output) {
    Node maker = graph.producers().get(output);
    if (maker != null && (maker.is("Softmax") || maker.is("LogSoftmax"))) {
      throw refusal(
          "its output "
              + output
              + " is made by "
              + maker.label()
              + ", of all tokens together; export the scores before it");
    }
  }

  private static DataException refusal(String why) {
    return new DataException("the model's tokens cannot be fewer: " + why);
  }

  /** The same tokens by their new numbers; -1 for what is not kept. */
  private static Tensor renumbered(Tensor tokens, int[] kept) {
    ByteBuffer data = Tensor.allocate(Math.toIntExact(tokens.byteSize()));
    for (long token : tokens.longs()) {
      int at = Arrays.binarySearch(kept, Math.toIntExact(token));
      if (tokens.type() == DType.INT64) {
        data.putLong(Math.max(at, -1));
      } else {
        data.putInt(Math.max(at, -1));
      }
    }
    return new Tensor(tokens.type(), tokens.dims(), data.flip());
  }

  /** The nodes that tokens come to. */
  private static final class Readers {
    private final Graph graph;
    private final int[] kept;
    private final Map<String, Tensor> initializers;
    private final Map<Node, Node> changed = new LinkedHashMap<>();
    private final Set<String> tables = new LinkedHashSet<>();

    Readers(Graph graph, int[] kept) {
      this.graph = graph;
      this.kept = kept;
      this.initializers = new LinkedHashMap<>(graph.initializers());
    }

    List<Node> nodes() {
      List<Node> nodes = new ArrayList<>(graph.nodes());
      nodes.replaceAll(node -> changed.getOrDefault(node, node));
      return nodes;
    }

    Map<String, Tensor> initializers() {
      return initializers;
    }

    void follow(Set<String> inputs) {
      Map<String, List<Node>> consumers = graph.consumers();
      Deque<String> open = new ArrayDeque<>(inputs);
      Set<String> seen = new LinkedHashSet<>(inputs);
      while (!open.isEmpty()) {
        String value = open.remove();
        for (Node node : consumers.getOrDefault(value, List.of())) {
          if (moves(node, value)) {
            node.outputs().stream().filter(seen::add).forEach(open::add);
          } else {
            reached(node, value, consumers);
          }
        }
      }
      if (tables.isEmpty()) {
        throw refusal("no Gather reads a table at " + inputs);
      }
    }

    /** Whether a node hands tokens on and adds none of its own. */
    private static boolean moves(Node node, String value) {
      return node.input(0).equals(value) && Trait.MOVES_ELEMENTS.of(node) && !node.is("Concat");
    }

    /** Whether a node asks for no more than how many tokens there are, or for their order. */
    private static boolean indifferent(Node node) {
      return node.is("Shape") || node.is("Size") || node.is("ArgMax");
    }

    private void reached(Node node, String value, Map<String, List<Node>> consumers) {
      if (looksUp(node, value)) {
        table(node.input(0), consumers);
      } else if (node.is("Equal") && compared(node, value) != null) {
        compare(node, value);
      } else if (!indifferent(node)) {
        throw refusal(node.label() + " computes with the numbers of tokens");
      }
    }

    private boolean looksUp(Node node, String value) {
      return node.is("Gather")
          && node.input(1).equals(value)
          && node.intAttr("axis", 0) == 0
          && graph.initializers().containsKey(node.input(0));
    }

    private void table(String name, Map<String, List<Node>> consumers) {
      Tensor table = initializers.get(name);
      if (!tables.add(name) || table != null && table.dims()[0] == kept.length) {
        return;
      }
      for (Node reader : consumers.getOrDefault(name, List.of())) {
        if (!reader.is("Gather") || !reader.input(0).equals(name)) {
          throw refusal("the table " + name + " is also read by " + reader.label());
        }
      }
      if (table == null || table.dims()[0] <= kept[kept.length - 1]) {
        throw refusal(
            "the table "
                + name
                + " has no row for token "
                + kept[kept.length - 1]
                + "; look for another tokenizer.json");
      }
      initializers.put(name, table.select(0, kept));
    }

    /** What tokens are compared with, where that is known. */
    private @Nullable Tensor compared(Node node, String value) {
      Tensor known = graph.initializers().get(other(node, value));
      boolean whole = known != null && (known.type() == DType.INT64 || known.type() == DType.INT32);
      return whole ? known : null;
    }

    private static String other(Node node, String value) {
      return node.input(node.input(0).equals(value) ? 1 : 0);
    }

    private void compare(Node node, String value) {
      String name = node.key() + "/token";
      Tensor known = compared(node, value);
      if (known != null) {
        initializers.put(name, renumbered(known, kept));
        changed.put(node, node.withInput(node.input(0).equals(value) ? 1 : 0, name));
      }
    }
  }
}
