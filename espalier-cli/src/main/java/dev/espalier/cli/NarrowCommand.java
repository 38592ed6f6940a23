package dev.espalier.cli;

import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.prepare.Narrow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier narrow}: cuts a classifier's output down to the classes of a domain. */
@Command(
    name = "narrow",
    description =
        "Cuts a classifier's output down to the classes of DATA's domain, which must say outputs: narrow.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier narrow model.onnx --data three.yaml --out three.onnx",
      "  espalier prune three.onnx --data three.yaml --max-drop 0.01 --out run",
      "",
      "three.yaml holds, for example, domain: {classes: [cat, dog, horse], outputs: narrow}"
    })
final class NarrowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A YAML file whose domain names the classes.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The narrow model, a file that does not exist yet.")
  private Path out = Path.of("");

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  NarrowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model whole = inputs.open(model);
    Splits splits = DataSource.open(data, whole);
    if (splits.narrowed().isEmpty()) {
      throw new DataException(
          data + " has no `outputs: narrow`; write `domain: {classes: […], outputs: narrow}`");
    }
    if (Files.exists(out)) {
      throw new DataException(out + " exists; name a file that does not exist yet");
    }
    Narrow narrow = Narrow.of(whole, splits.task().outputs(whole).get(0), splits.narrowed());
    OnnxWriter.write(narrow.model(), out);
    console
        .out()
        .printf(
            Locale.ROOT,
            "certified: the outputs kept are those of the original (largest error %.2e)%nmodel %s: %s parameters of %s%n",
            narrow.closeness().maxAbs(),
            out,
            Show.count(narrow.model().parameters()),
            Show.count(whole.parameters()));
    return ExitCode.DONE;
  }
}
