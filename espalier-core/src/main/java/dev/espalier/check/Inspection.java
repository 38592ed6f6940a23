package dev.espalier.check;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.espalier.coupling.Coupling;
import dev.espalier.dynamic.RouteMacs;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Listing;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Written;
import dev.espalier.record.BarrierRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model consists of and what of it can be cut. As JSON it is flat: the parts' fields stand
 * side by side.
 *
 * @param size weights, work and bytes
 * @param form version, inputs, outputs and operators
 * @param parts layers, and what of them can be cut
 */
public record Inspection(
    @JsonUnwrapped Size size, @JsonUnwrapped Form form, @JsonUnwrapped Parts parts) {
  /**
   * How large the model is.
   *
   * @param parameters weights, running statistics included
   * @param prunable of them those of tensors along which units may go
   * @param whole the others, by the reason that keeps them
   * @param macs multiply–accumulate operations for one record; of a dynamic model, what every
   *     record pays
   * @param uncounted operators and names of nodes that may multiply as well, unknown how often
   * @param stages of a dynamic model: what a record pays in each stage that it passes; else empty
   * @param bytes of the file
   */
  public record Size(
      long parameters,
      long prunable,
      List<Listing.Whole> whole,
      long macs,
      List<String> uncounted,
      List<Long> stages,
      long bytes) {}

  /**
   * What the file says of itself.
   *
   * @param opset version of the standard operator set
   * @param irVersion version of the file format
   * @param inputs names and shapes
   * @param outputs names and shapes
   * @param operators how many nodes of each type
   */
  public record Form(
      long opset,
      long irVersion,
      List<String> inputs,
      List<String> outputs,
      Map<String, Integer> operators) {}

  /**
   * What the model is made of.
   *
   * @param layers nodes with weights or products, in order
   * @param groups of coupled units
   * @param barriers why units cannot be cut
   * @param blocks residual blocks
   */
  public record Parts(
      List<Listing.Layer> layers,
      List<Listing.GroupInfo> groups,
      List<BarrierRecord> barriers,
      List<Listing.BlockInfo> blocks) {}

  /**
   * Describes a prepared model; {@code bytes} is the size of its file.
   *
   * @param prepared the model with its groups and barriers
   * @param bytes size of the model's file
   * @return what the model consists of, and what can be cut
   */
  public static Inspection of(Prepared prepared, long bytes) {
    Coupling coupling = prepared.coupling();
    Cost cost = new Cost(coupling, OpRules.standard());
    Map<String, Long> macs = cost.macsByNode(Map.of());
    return new Inspection(
        new Size(
            Written.parameters(prepared.original()),
            Listing.prunable(coupling),
            Listing.whole(coupling),
            macs.values().stream().mapToLong(Long::longValue).sum(),
            Listing.names(cost.uncounted()),
            RouteMacs.stages(prepared.original()),
            bytes),
        form(prepared.original()),
        new Parts(
            Listing.layers(coupling.model().graph(), macs),
            coupling.groups().stream().map(Listing::info).toList(),
            Listing.barriers(coupling),
            coupling.blocks().stream().map(b -> Listing.info(b, coupling, macs)).toList()));
  }

  private static Form form(Model model) {
    Map<String, Integer> operators = new LinkedHashMap<>();
    model.graph().nodes().forEach(n -> operators.merge(n.op(), 1, Integer::sum));
    return new Form(
        model.opset(),
        model.irVersion(),
        model.graph().dataInputs().stream().map(i -> i.name() + i.dims()).toList(),
        model.graph().outputs().stream().map(o -> o.name() + o.dims()).toList(),
        operators);
  }
}
