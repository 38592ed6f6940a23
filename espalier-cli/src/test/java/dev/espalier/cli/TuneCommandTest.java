package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.SplitMark;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class TuneCommandTest {
  private static final String[] QUICK = {
    "--set",
    "tune.epochs=6",
    "--set",
    "tune.batch=32",
    "--set",
    "tune.threads=1",
    "--set",
    "latency.runs=10"
  };

  @TempDir Path folder;

  private Cli tune(Path model, Object... more) {
    Object[] words = new Object[4 + QUICK.length + more.length];
    System.arraycopy(new Object[] {"tune", model, "--data", Toy.data(folder)}, 0, words, 0, 4);
    System.arraycopy(QUICK, 0, words, 4, QUICK.length);
    System.arraycopy(more, 0, words, 4 + QUICK.length, more.length);
    return Cli.run(words);
  }

  @Test
  void aNetworkLearnsAndKeepsItsStructure() {
    Path model = Toy.model(folder);
    Path out = folder.resolve("run");
    Cli run = tune(model, "--from-scratch", "--out", out);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("trained from random weights for 6 epochs: accuracy"), run.out());
    JsonNode record = JsonMapper.shared().readTree(out.resolve("run.json").toFile());
    assertEquals("done", record.get("status").asString());
    assertTrue(record.get("result").get("metrics").get("accuracy").asDouble() > 0.9, run.out());
    assertEquals(6, record.get("steps").get(0).get("epochs").size());
    assertTrue(Files.exists(out.resolve("report.html")));
    assertTrue(Files.exists(out.resolve("recipe.yaml")));
    assertFalse(Files.exists(out.resolve("work")));
    assertSameStructure(OnnxReader.read(model), OnnxReader.read(out.resolve("model.onnx")));
  }

  private static void assertSameStructure(Model before, Model after) {
    Graph a = before.graph();
    Graph b = after.graph();
    assertEquals(
        a.nodes().stream().map(Node::toString).toList(),
        b.nodes().stream().map(Node::toString).toList());
    assertEquals(List.copyOf(a.initializers().keySet()), List.copyOf(b.initializers().keySet()));
    a.initializers()
        .forEach(
            (name, tensor) ->
                assertEquals(tensor.toString(), String.valueOf(b.initializers().get(name))));
    assertEquals(shapes(a.inputs()), shapes(b.inputs()));
    assertEquals(shapes(a.outputs()), shapes(b.outputs()));
    assertTrue(after.metadata().containsKey(SplitMark.KEY));
  }

  private static List<String> shapes(List<ValueInfo> values) {
    return values.stream().map(v -> v.name() + v.type() + v.dims()).toList();
  }

  @Test
  void theJsonIsTheRecord() {
    Cli run =
        tune(Toy.model(folder), "--set", "tune.epochs=1", "--out", folder.resolve("run"), "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.json().get("drop").has("value"), "paired with the model that came in");
    assertEquals(1, run.json().get("steps").get(0).get("epochs").size());
    assertTrue(run.json().get("pace").get("learningRate").asDouble() > 0, "how it was trained");
    assertFalse(run.json().get("environment").get("threads").asString().isEmpty());
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path out = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(out.resolve("note"), "keep");
    Cli run = tune(Toy.model(folder), "--out", out);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("nothing was overwritten"), run.err());
    assertEquals("keep", Files.readString(out.resolve("note")));
  }

  @Test
  void noEpochs() {
    Cli run = tune(Toy.model(folder), "--set", "tune.epochs=0", "--out", folder.resolve("run"));
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("tune.epochs is 0"), run.err());
    assertFalse(Files.exists(folder.resolve("run")));
  }
}
