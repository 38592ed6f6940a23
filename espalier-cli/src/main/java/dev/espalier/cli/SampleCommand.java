package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.WholeFile;
import dev.espalier.measure.Sampling;
import dev.espalier.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier sample}: texts that a model writes itself, to tune on where there are none. */
@Command(
    name = "sample",
    description =
        "Lets a model of the next token write texts, as JSON lines of token ids to tune its cut"
            + " on.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier sample decoder.onnx --start 1 --count 2000 --length 128 --out own.jsonl",
      "  espalier prune decoder.onnx --data own.yaml --target macs=0.7 --out run",
      "",
      "own.yaml holds {task: next-token, format: jsonl, path: own.jsonl}"
    })
final class SampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--start",
      paramLabel = "IDS",
      required = true,
      split = ",",
      description = "Ids of the tokens that each text begins with, such as 1 where that is <s>.")
  private List<Integer> start = List.of();

  @Option(names = "--count", description = "How many texts (default: ${DEFAULT-VALUE}).")
  private int count = 1000;

  @Option(names = "--length", description = "Tokens of each (default: ${DEFAULT-VALUE}).")
  private int length = 128;

  @Option(
      names = "--temperature",
      description = "Above 1 for bolder, below 1 for likelier texts (default: ${DEFAULT-VALUE}).")
  private double temperature = 1;

  @Option(names = "--seed", description = "Of what is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "JSON lines, a file that does not exist yet.")
  private Path out = Path.of("");

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  SampleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Sampling sampling = new Sampling(start, length, temperature, seed);
    if (count < 1) {
      throw new DataException("--count must be at least 1");
    }
    if (Files.exists(out)) {
      throw new DataException(out + " exists; name a file that does not exist yet");
    }
    Model loaded = inputs.open(model);
    List<long[]> texts = sampling.texts(loaded, count, console.progress());
    WholeFile.write(out, texts.stream().map(SampleCommand::line).collect(Collectors.joining()));
    console.out().println(count + " texts of " + length + " tokens " + out);
    return ExitCode.DONE;
  }

  private static String line(long[] ids) {
    return "{\"input_ids\": " + Arrays.toString(ids) + "}\n";
  }
}
