package dev.espalier.adaptive;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes models that answer the same question stages of one chain.
 *
 * <p>Members may differ from the last, the original, in names of inputs and outputs, in
 * preprocessing by an affine map, in the layout of images, in giving logits or probabilities, in
 * operator set, and in a batch that is fixed at 1. Each becomes a model with the original's inputs
 * and outputs. What cannot be bridged is a {@link ModelFormatException} with member, reason and
 * remedy.
 */
public final class Alignment {
  private final Member original;
  private final Graph wanted;

  private Alignment(Member original) {
    this.original = original;
    this.wanted = original.model().graph();
  }

  /**
   * {@return the chain of these members; the last is the original}
   *
   * @param members models that were trained apart, the cheapest first
   */
  public static Chain of(List<Member> members) {
    if (members.size() < 2) {
      throw new ModelFormatException(
          "a chain needs two models or more, not " + members.size() + "; name another");
    }
    long opset = Opsets.LOWEST;
    for (Member member : members) {
      opset = Math.max(opset, member.model().opset());
    }
    List<Member> ready = new ArrayList<>();
    for (Member member : members) {
      Model model = Opsets.raised(member.model(), opset, label(member));
      model = FreeRows.of(model, label(member));
      ready.add(new Member(member.name(), model, member.preprocessing(), member.answer()));
    }
    Member last = ready.get(ready.size() - 1);
    if (last.preprocessing().changes()) {
      throw new ModelFormatException(
          label(last)
              + " is the original, to whose input the others are fitted; leave it as it is");
    }
    Alignment alignment = new Alignment(last);
    List<ChainStage> stages = new ArrayList<>();
    for (Member member : ready.subList(0, ready.size() - 1)) {
      stages.add(ChainStage.whole(member.name(), alignment.of(member)));
    }
    stages.add(ChainStage.whole(last.name(), last.model()));
    return new Chain(stages);
  }

  private Model of(Member member) {
    Graph graph = member.model().graph();
    counts(member, "inputs", graph.dataInputs().size(), wanted.dataInputs().size());
    counts(member, "outputs", graph.outputs().size(), wanted.outputs().size());
    List<String> reserved = new ArrayList<>(wanted.outputNames());
    wanted.dataInputs().forEach(input -> reserved.add(input.name()));
    Draft draft = Draft.of(member.model().opset(), reserved);
    Map<String, String> bound = new LinkedHashMap<>();
    for (int i = 0; i < graph.dataInputs().size(); i++) {
      ValueInfo own = graph.dataInputs().get(i);
      Bridge bridge = new Bridge(draft, label(member), match(wanted.dataInputs(), own, i), own);
      bound.put(own.name(), bridge.input(i == 0 ? member.preprocessing() : Affine.NONE));
    }
    Map<String, String> made = Inlining.into(draft, "", member.model(), bound);
    for (int i = 0; i < graph.outputs().size(); i++) {
      ValueInfo own = graph.outputs().get(i);
      ValueInfo as = match(wanted.outputs(), own, i);
      String value = made.getOrDefault(own.name(), own.name());
      draft.name(i == 0 ? answered(draft, member, value) : value, as.name());
    }
    Graph aligned = draft.graph(graph.name(), wanted.dataInputs(), wanted.outputs());
    return Models.with(member.model(), aligned);
  }

  /** The original's value of the same name, else the one at the same place. */
  private static ValueInfo match(List<ValueInfo> wanted, ValueInfo own, int place) {
    return wanted.stream()
        .filter(w -> w.name().equals(own.name()))
        .findFirst()
        .orElse(wanted.get(place));
  }

  /** The member's answer in the original's form: logits become probabilities and the reverse. */
  private String answered(Draft draft, Member member, String value) {
    if (member.answer() == original.answer()) {
      return value;
    }
    ValueInfo output = wanted.outputs().get(0);
    boolean classes = member.answer() != RowAnswer.VALUES && original.answer() != RowAnswer.VALUES;
    boolean binary =
        output.dims().size() < 2 || output.dims().get(output.dims().size() - 1).size() == 1;
    if (!classes) {
      throw new ModelFormatException(
          label(member)
              + " gives "
              + member.answer()
              + ", the original "
              + original.answer()
              + "; only logits and probabilities can be turned into each other");
    }
    return Distribution.turned(draft, value, original.answer(), binary);
  }

  private static void counts(Member member, String what, int own, int wanted) {
    if (own != wanted) {
      throw new ModelFormatException(
          label(member)
              + " has "
              + own
              + " "
              + what
              + ", the original "
              + wanted
              + "; a chain needs the same");
    }
  }

  private static String label(Member member) {
    return "model '" + member.name() + "'";
  }
}
