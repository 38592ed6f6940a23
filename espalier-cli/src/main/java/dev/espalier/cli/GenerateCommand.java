package dev.espalier.cli;

import dev.espalier.data.NumpyZip;
import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.model.Model;
import dev.espalier.prepare.DrawnInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier generate}: inputs for a model of which none are at hand. */
@Command(
    name = "generate",
    description =
        "Draws inputs for a model at random, as a folder of DATA by which it can be cut, timed and compared"
            + " with its original. Real inputs prove more; use these where there are none.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier generate model.onnx --out drawn",
      "  espalier prune model.onnx --data drawn --target latency=0.6 --out run",
      "  espalier generate camera.onnx --shape image=N,3,224,224 --range 0,1 --records 200 --out drawn",
      "",
      "drawn/data.yaml says what was drawn; put real inputs in place of drawn/inputs.npz when you have some."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String ARRAYS = "inputs.npz";

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many (600, or fewer where they are large); at least 6.")
  private int records;

  @Option(
      names = "--range",
      paramLabel = "LOW,HIGH",
      split = ",",
      description =
          "Ends of floating inputs, such as 0,255; without it they have mean 0 and deviation 1.")
  private List<Double> range = List.of();

  @Option(names = "--seed", description = "Of what is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder that does not exist yet.")
  private Path out = Path.of("");

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (records != 0 && records < 6) {
      throw new DataException("--records must be at least 6, for three splits");
    }
    boolean ranged = range.size() == 2 && range.get(0) < range.get(1);
    if (!range.isEmpty() && !ranged) {
      throw new DataException(
          "--range takes two numbers, the smaller one first, such as --range 0,255");
    }
    Model loaded = inputs.open(model);
    DrawnInputs.Wish wish =
        new DrawnInputs.Wish(records, ranged ? range.get(0) : 0, ranged ? range.get(1) : 0, seed);
    try (OutputFolder folder = new OutputFolder(out)) {
      DrawnInputs drawn = DrawnInputs.of(loaded, wish);
      NumpyZip.write(folder.file(ARRAYS), drawn.inputs());
      Files.writeString(folder.file("data.yaml"), described(drawn));
      folder.finish();
      say(drawn);
      console.warn(drawn.open(loaded).stream().map(name -> unsettled(name, drawn)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + out + ": " + Reason.of(e), e);
    }
    return ExitCode.DONE;
  }

  private String described(DrawnInputs drawn) {
    JsonMapper json = new JsonMapper();
    Set<String> names = drawn.inputs().keySet();
    int all = drawn.records();
    int sixth = all / 6;
    String fed =
        names.stream()
            .map(json::writeValueAsString)
            .map(name -> name + ": " + name)
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        """
        # Inputs that `espalier generate` drew at random (seed %d). They exercise the model, but are not what it will
        # meet: put real inputs in their place where you have some, and take `generated` out.
        task: match
        format: npz
        path: %s
        generated: true
        inputs: {%s}
        splits: {train: 0-%d, validation: %d-%d, test: %d-%d}
        """,
        seed,
        ARRAYS,
        fed,
        all - 2 * sixth - 1,
        all - 2 * sixth,
        all - sixth - 1,
        all - sixth,
        all - 1);
  }

  private static String unsettled(String name, DrawnInputs drawn) {
    int[] dims = Objects.requireNonNull(drawn.inputs().get(name)).dims();
    return "the file leaves sizes of input "
        + name
        + " open, and "
        + shape(dims)
        + " may be smaller than what it will meet; state them with --shape "
        + name
        + "=N,…";
  }

  private void say(DrawnInputs drawn) {
    TextTable table = TextTable.of("input", "type", "records", "holds");
    drawn
        .inputs()
        .forEach(
            (name, tensor) ->
                table.row(
                    name,
                    tensor.type().name().toLowerCase(Locale.ROOT),
                    shape(tensor.dims()),
                    drawn.kinds().getOrDefault(name, "")));
    console.out().print(table);
    console.out().println("data " + out + "; what holds on it says little about real inputs");
  }

  private static String shape(int[] dims) {
    return java.util.Arrays.stream(dims).mapToObj(Show::count).collect(Collectors.joining(" x "));
  }
}
