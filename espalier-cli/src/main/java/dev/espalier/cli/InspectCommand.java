package dev.espalier.cli;

import dev.espalier.check.Inspection;
import dev.espalier.judge.Measurement;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.prepare.Listing;
import dev.espalier.prepare.Prepared;
import dev.espalier.record.BarrierRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier inspect}: what a model consists of, and what of it can be cut. */
@Command(
    name = "inspect",
    description = "Lists layers, costs, groups of coupled units, and why others cannot be cut.",
    footerHeading = "%nExamples:%n",
    footer = {"  espalier inspect model.onnx", "  espalier inspect model.onnx --json"})
final class InspectCommand implements Callable<Integer> {
  private static final int MOST_AXES = 3;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model loaded = inputs.open(model);
    Inspection inspection =
        Inspection.of(Prepared.of(loaded, "blocks"), Measurement.fileBytes(model, loaded));
    if (inspection.parts().groups().isEmpty()) {
      throw new ModelFormatException(
          model
              + ": there is nothing to prune: no operator has weights in units that could be cut (it has "
              + String.join(", ", inspection.form().operators().keySet())
              + barred(inspection)
              + "). Give a neural network with convolutions, matrix products or recurrent layers");
    }
    if (json) {
      console.json(inspection);
    } else {
      say(inspection);
    }
    return ExitCode.DONE;
  }

  /** What stands in the way, where anything does. */
  private static String barred(Inspection inspection) {
    return inspection.parts().barriers().stream()
        .map(b -> "; " + b.node() + ": " + b.reason())
        .collect(Collectors.joining());
  }

  private void say(Inspection inspection) {
    section(
        "",
        TextTable.of("summary", "")
            .row("file", model)
            .row(
                "operator set",
                inspection.form().opset() + " (IR version " + inspection.form().irVersion() + ")")
            .row("inputs", String.join(", ", inspection.form().inputs()))
            .row("outputs", String.join(", ", inspection.form().outputs()))
            .row("parameters", Show.count(inspection.size().parameters()))
            .row("in units that may go", share(inspection))
            .row("MACs", macs(inspection))
            .row("bytes", Show.count(inspection.size().bytes())));
    TextTable operators = TextTable.of("operator", "nodes");
    inspection.form().operators().forEach((op, count) -> operators.row(op, count));
    section("", operators);
    section("", layers(inspection.parts().layers()));
    section("Groups of coupled units", groups(inspection.parts().groups()));
    if (!inspection.parts().blocks().isEmpty()) {
      section("Residual blocks", blocks(inspection.parts().blocks()));
    }
    section("Barriers", barriers(inspection.parts().barriers()));
  }

  private static String share(Inspection inspection) {
    double share =
        (double) inspection.size().prunable() / Math.max(1, inspection.size().parameters());
    return Show.count(inspection.size().prunable())
        + String.format(Locale.ROOT, " (%.1f %%)", 100 * share);
  }

  /** Of a record; of a dynamic model's by how far it goes. */
  private static String macs(Inspection inspection) {
    List<Long> stages = inspection.size().stages();
    if (stages.isEmpty()) {
      List<String> out = inspection.size().uncounted();
      String counted = Show.count(inspection.size().macs());
      return out.isEmpty()
          ? counted
          : "at least " + counted + " (not counted: " + String.join(", ", out) + ")";
    }
    StringBuilder text = new StringBuilder();
    long sum = 0;
    for (int k = 0; k < stages.size(); k++) {
      sum += stages.get(k);
      text.append(k == 0 ? "" : ", ").append(Show.count(sum)).append(" in stage ").append(k);
    }
    return text + " (a record pays up to the stage that answers it; evaluate gives the mean)";
  }

  private void section(String title, TextTable table) {
    if (!title.isEmpty()) {
      console.out().println(title);
    }
    console.out().println(table);
  }

  private static TextTable layers(List<Listing.Layer> layers) {
    TextTable table = TextTable.of("layer", "operator", "weights", "parameters", "MACs");
    for (Listing.Layer layer : layers) {
      String dims =
          layer.weights().stream().map(String::valueOf).collect(Collectors.joining(" x "));
      table.row(
          layer.name(), layer.op(), dims, Show.count(layer.parameters()), Show.count(layer.macs()));
    }
    return table;
  }

  private static TextTable groups(List<Listing.GroupInfo> groups) {
    TextTable table = TextTable.of("group", "units", "prunable", "parameters and axes", "reason");
    for (Listing.GroupInfo group : groups) {
      List<String> axes = group.axes();
      String more = axes.size() > MOST_AXES ? " and " + (axes.size() - MOST_AXES) + " more" : "";
      String shown = axes.stream().limit(MOST_AXES).collect(Collectors.joining(", ")) + more;
      table.row(
          group.name(), group.units(), group.prunable() ? "yes" : "no", shown, group.reason());
    }
    return table;
  }

  private static TextTable blocks(List<Listing.BlockInfo> blocks) {
    TextTable table = TextTable.of("block", "removable", "parameters", "MACs", "reason");
    for (Listing.BlockInfo block : blocks) {
      table.row(
          block.name(),
          block.removable() ? "yes" : "no",
          Show.count(block.parameters()),
          Show.count(block.macs()),
          block.reason());
    }
    return table;
  }

  private static TextTable barriers(List<BarrierRecord> barriers) {
    TextTable table = TextTable.of("node", "axis", "reason");
    barriers.forEach(b -> table.row(b.node(), b.axis(), b.reason()));
    return table;
  }
}
