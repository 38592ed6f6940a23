package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code espalier data get NAME}: a public data set into a folder, checked, with a DATA file beside
 * it.
 */
@Command(
    name = "get",
    description = {
      "Brings a public data set: mnist, fashion-mnist or cifar10. Files that are there already",
      "and have the right checksum are not brought again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier data get cifar10",
      "  espalier prune model.onnx --data data/cifar10.yaml --target macs=0.5 --out run"
    })
final class DataGetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Which one.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where it goes: DIR/NAME/ and DIR/NAME.yaml (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("data");

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private final Console console;

  DataGetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PublicData data = find();
    Path folder = Files.createDirectories(out.resolve(name));
    Download download = new Download(console.progress());
    for (PublicData.Source source : data.files()) {
      Path file = folder.resolve(source.fileName());
      download.bring(source, file);
      if (data.archive()) {
        TarFiles.unpack(file, ".bin", folder);
      }
    }
    Path yaml = out.resolve(name + ".yaml");
    if (!Files.exists(yaml)) {
      WholeFile.write(yaml, data.yaml());
    }
    say(data, folder, yaml);
    return ExitCode.DONE;
  }

  private PublicData find() {
    List<PublicData> all = PublicData.ALL;
    return all.stream()
        .filter(data -> data.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "there is no public data set '"
                        + name
                        + "' here; choose "
                        + all.stream().map(PublicData::name).collect(Collectors.joining(", "))));
  }

  private void say(PublicData data, Path folder, Path yaml) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", name);
      document.put("folder", folder.toString());
      document.put("data", yaml.toString());
      console.json(document);
    } else {
      console.out().println(name + ": " + data.about());
      console.out().println("use it with --data " + yaml);
    }
  }
}
