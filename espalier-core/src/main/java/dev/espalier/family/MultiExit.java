package dev.espalier.family;

import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model that answers at exits too: one graph to train all heads in a single pass over the trunk,
 * and the stages that it is cut into.
 *
 * <p>Source: Teerapittayanon et al., BranchyNet, ICPR 2016; heads taught by the model's own end as
 * in Zhang et al., Be Your Own Teacher, ICCV 2019.
 */
public final class MultiExit {
  private static final String LAST = "original";

  private final Split split;
  private final Model original;
  private final List<Exit> exits;
  private final List<String> answers = new ArrayList<>();
  private final Model model;

  /** A head and the point that it is attached at. */
  public record Exit(ExitPoint point, ExitHead head) {}

  /**
   * Attaches heads to a prepared model, in the graph's order. {@link IllegalArgumentException} as
   * {@link Split#at}.
   */
  public MultiExit(Coupling coupling, List<Exit> exits) {
    this.split = new Split(coupling);
    this.original = coupling.model();
    this.exits = List.copyOf(exits);
    split.at(exits.stream().map(Exit::point).toList());
    this.model = joined();
  }

  /** The original, its output first, then the answer of each exit. */
  public Model model() {
    return model;
  }

  /** Names of the exits' answers in {@link #model}. */
  public List<String> answers() {
    return List.copyOf(answers);
  }

  /** What the exits have to say, when the original has to say {@code task}: all count alike. */
  public Task task(Task task) {
    List<Answer> all =
        answers.stream().map(a -> new Answer(task.of(a), 1, 0, 0, List.of())).toList();
    return all.size() == 1 ? all.get(0).task() : Task.several(all);
  }

  /** Name of the original's answer. */
  public String teacher() {
    return original.graph().outputs().get(0).name();
  }

  /** Initializers of the original, which training must leave alone. */
  public Set<String> frozen() {
    return original.graph().initializers().keySet();
  }

  private static String name(int exit) {
    return "exit" + (exit + 1);
  }

  private Model joined() {
    Graph graph = original.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    for (int i = 0; i < exits.size(); i++) {
      ExitPoint point = exits.get(i).point();
      nodes.addAll(split.carried(point).nodes());
      ExitHead.Graft graft = exits.get(i).head().graft(name(i) + "/", point.carried());
      nodes.addAll(graft.nodes());
      initializers.putAll(graft.initializers());
      outputs.add(named(graph.outputs().get(0), graft.output()));
      answers.add(graft.output());
    }
    return original.withGraph(
        graph.withNodes(nodes).withInitializers(initializers).withOutputs(outputs));
  }

  private static ValueInfo named(ValueInfo info, String name) {
    return new ValueInfo(name, info.type(), info.dims(), info.ranked(), info.rest());
  }

  /** The stages of {@link #model} with the weights that training gave it. */
  public List<ChainStage> stages(Model trained) {
    return stages(trained, IntStream.range(0, exits.size()).boxed().toList());
  }

  /** The same with these exits alone, ascending. */
  public List<ChainStage> stages(Model trained, List<Integer> chosen) {
    List<ChainStage> stages = new ArrayList<>();
    ExitPoint before = null;
    for (int i : chosen) {
      ExitPoint point = exits.get(i).point();
      ValueInfo answer = named(original.graph().outputs().get(0), answers.get(i));
      Split.Target target = new Split.Target(List.of(), List.of(answer));
      List<ValueInfo> carried = split.carried(point).outputs();
      Model stage = split.piece(trained, before, target.and(new Split.Target(List.of(), carried)));
      stages.add(new ChainStage(name(i), renamed(stage, answers.get(i)), List.of(point.carried())));
      before = point;
    }
    Split.Target end = new Split.Target(List.of(), original.graph().outputs());
    stages.add(new ChainStage(LAST, split.piece(trained, before, end), List.of()));
    return stages;
  }

  /** The stage with its answer under the original's name. */
  private Model renamed(Model stage, String answer) {
    Graph graph = stage.graph();
    List<Node> nodes =
        graph.nodes().stream()
            .map(n -> n.outputs().contains(answer) ? answering(n, answer) : n)
            .toList();
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.set(0, named(outputs.get(0), teacher()));
    return stage.withGraph(graph.withNodes(nodes).withOutputs(outputs));
  }

  private Node answering(Node node, String answer) {
    List<String> outputs =
        node.outputs().stream().map(o -> o.equals(answer) ? teacher() : o).toList();
    return new Node(
        node.name(),
        node.domain(),
        node.op(),
        node.inputs(),
        outputs,
        node.attributes(),
        node.rest());
  }
}
