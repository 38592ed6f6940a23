package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.AdaptiveModel;
import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Join;
import dev.espalier.adaptive.Routed;
import dev.espalier.data.DataSource;
import dev.espalier.data.Rows;
import dev.espalier.data.Splits;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One dynamic run on the bundled digits, looked at from all sides. */
@Tag("slow")
class DynamicCommandTest {
  @TempDir static Path folder;
  private static Path model = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void makeDynamic() throws IOException {
    Digits.copy(folder);
    model = folder.resolve("digits.onnx");
    data = folder.resolve("digits.yaml");
    run = folder.resolve("run");
    Cli made =
        Cli.run(
            "dynamic",
            model,
            "--data",
            data,
            "--max-drop",
            "0.05",
            "--set",
            "study=none",
            "--set",
            "dynamic.members=0.3",
            "--set",
            "dynamic.exits=1",
            "--set",
            "tune.epochs=6",
            "--set",
            "tune.threads=1",
            "--set",
            "latency.runs=20",
            "--set",
            "dynamic.alone=none",
            "--set",
            "seed=2", // 198 examples prove a loss of 0.05 for some members only
            "--out",
            run);
    assertEquals(ExitCode.DONE, made.code(), made.err());
  }

  private static Cli cli(Object... words) {
    Cli done = Cli.run(words);
    assertEquals(ExitCode.DONE, done.code(), done.err());
    return done;
  }

  @Test
  void theFolderHoldsWhatIsPromised() throws IOException {
    for (String file :
        List.of(
            "dynamic.onnx",
            "dynamic-effort.onnx",
            "family/original.onnx",
            "family/macs-0.300.onnx",
            "family/macs-0.300.plan.json",
            "family/exit1.onnx",
            "routing.json",
            "run.json",
            "recipe.yaml",
            "report.html")) {
      assertTrue(Files.isRegularFile(run.resolve(file)), file);
    }
    String report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("Which way each input takes"));
    assertTrue(report.contains("id=\"figure-effort\""));
  }

  @Test
  void membersArePlansReplayedAndTheFileIsTheCascade() throws IOException {
    assertTrue(cli("verify", model, run, "--json").json().get("certified").asBoolean());
    Path copy = folder.resolve("tampered");
    copy(run, copy);
    Files.copy(
        copy.resolve("family/original.onnx"),
        copy.resolve("family/macs-0.300.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    Cli tampered = Cli.run("verify", model, copy);
    assertEquals(ExitCode.FAILED, tampered.code());
    assertTrue(tampered.out().contains("family/macs-0.300.onnx"), tampered.out());
  }

  /** What a program loads, and what it is proven by, is bound by the record. */
  @Test
  void everyFileIsBound() throws IOException {
    for (String file :
        List.of(
            "dynamic.onnx", "dynamic-effort.onnx", "routing.json", "family/macs-0.300.plan.json")) {
      Path changed = folder.resolve("changed-" + file.replace('/', '-'));
      copy(run, changed);
      byte[] more = file.endsWith(".onnx") ? new byte[] {8, 8} : new byte[] {32}; // read alike
      Files.write(changed.resolve(file), more, StandardOpenOption.APPEND);
      Cli refused = Cli.run("verify", model, changed);
      assertEquals(ExitCode.FAILED, refused.code(), file + ": " + refused.err());
      assertTrue(refused.out().contains(file), refused.out());

      Path unbound = folder.resolve("unbound-" + file.replace('/', '-'));
      copy(run, unbound);
      Path record = unbound.resolve("run.json");
      Files.writeString(
          record,
          Files.readString(record)
              .replace("\"name\" : \"" + file + "\"", "\"name\" : \"recipe.yaml\""));
      Cli left = Cli.run("verify", model, unbound);
      assertTrue(left.code() != ExitCode.DONE, file);
      assertTrue((left.out() + left.err()).contains(file), left.out() + left.err());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void macsAreTheMeanOverTheExamples() {
    JsonNode macs =
        cli("evaluate", run.resolve("dynamic.onnx"), "--data", data, "--json").json().get("macs");
    double mean = macs.get("mean").asDouble();
    assertTrue(macs.get("least").asDouble() <= mean && mean <= macs.get("most").asDouble());
    JsonNode b =
        cli("compare", model, run.resolve("dynamic.onnx"), "--data", data, "--runs", "10", "--json")
            .json()
            .get("b");
    assertEquals(Math.round(mean), b.get("macs").asLong());
  }

  @Test
  void fromJavaAndByEffortTheSameComesOut() {
    Splits splits = DataSource.open(data, OnnxReader.read(model).graph().dataInputs());
    for (int n : new int[] {1, 7, 64}) {
      Map<String, Tensor> inputs =
          Objects.requireNonNull(splits.test()).batch(Rows.all(n).numbers()).inputs();
      Map<String, Tensor> file = answers("dynamic.onnx", inputs);
      Tensor route = Objects.requireNonNull(file.remove(Join.ROUTE));
      try (AdaptiveModel adaptive = AdaptiveModel.open(run, 1)) {
        Routed routed = adaptive.run(inputs, CallBudget.calibrated());
        assertTrue(Closeness.of(file, routed.outputs(), 1e-4, 1e-5).within());
        assertArrayEquals(
            Arrays.stream(route.longs()).mapToInt(Math::toIntExact).toArray(), routed.routes());
      }
      Map<String, Tensor> whole = new LinkedHashMap<>(inputs);
      whole.put(Join.EFFORT, Tensor.floats(new float[] {1}));
      Map<String, Tensor> slow = answers("dynamic-effort.onnx", whole);
      assertTrue(Arrays.stream(slow.get(Join.ROUTE).longs()).allMatch(r -> r >= 1));
      whole.put(Join.EFFORT, Tensor.floats(new float[] {0}));
      Map<String, Tensor> fast = answers("dynamic-effort.onnx", whole);
      assertTrue(Arrays.stream(fast.get(Join.ROUTE).longs()).allMatch(r -> r == 0));
    }
  }

  private static Map<String, Tensor> answers(String file, Map<String, Tensor> inputs) {
    try (Session session =
        Session.open(OnnxReader.read(run.resolve(file)), SessionOptions.threads(1))) {
      return new LinkedHashMap<>(session.run(inputs));
    }
  }

  @Test
  void theReportShowsEasyAndHardExamples() throws IOException {
    JsonNode dynamic =
        JsonMapper.shared().readTree(Files.readString(run.resolve("run.json"))).get("dynamic");
    JsonNode easy = dynamic.get("easy");
    assertTrue(easy.size() > 0 && easy.size() <= 12, "easy: " + easy.size());
    assertTrue(easy.get(0).get("shown").get("png").asString().length() > 50);
    for (JsonNode one : easy) {
      assertEquals(one.get("first"), one.get("answer"), "the first stage answered");
    }
    String page = Files.readString(run.resolve("report.html"));
    assertTrue(page.contains("id=\"figure-cases-easy\""), "no easy examples");
    assertTrue(page.contains("id=\"figure-disturbed-noise\""), "no figure of noise");
    assertTrue(page.contains("At the same mean cost"), "no static result beside it");
  }

  @Test
  void singleInputsAreWatched() {
    JsonNode ways = cli("dynamic", "--watch", run, "--data", data, "--rows", "5", "--json").json();
    assertEquals(5, ways.size());
    for (JsonNode way : ways) {
      JsonNode steps = way.get("steps");
      assertTrue(steps.get(steps.size() - 1).get("stops").asBoolean());
    }
  }

  @Test
  void modelsThatExistAreJoined() {
    Cli joined = joined("joined", "--max-drop", "0.05", "--set", "dynamic.alone=none");
    assertEquals(ExitCode.DONE, joined.code(), joined.err());
    JsonNode record = joined.json();
    assertEquals(2, record.get("dynamic").get("members").size());
    assertTrue(record.get("certificate").get("certified").asBoolean());
  }

  /** The small one takes 0.3 alone, and with the original behind it up to 1.3. */
  @Test
  void aTargetSaysHowMuchIsSpent() {
    Cli spent = joined("spent", "--target", "macs=0.6");
    assertEquals(ExitCode.DONE, spent.code(), spent.err());
    JsonNode record = spent.json();
    double share =
        record.get("result").get("macs").asDouble() / record.get("original").get("macs").asDouble();
    assertTrue(share > 0.2 && share < 0.8, "takes " + share + " of the MACs");
    JsonNode guarantee = record.get("dynamic").get("guarantee");
    assertTrue(guarantee.get("words").asString().startsWith("No loss was named"));
    assertTrue(guarantee.get("allowed").isNull(), guarantee.toString());

    Cli both = joined("both", "--target", "macs=0.1", "--max-drop", "0.05");
    assertEquals(ExitCode.UNREACHABLE, both.code(), both.err());
    assertTrue(both.json().get("message").asString().contains("macs=0.10 is not reached"));
  }

  /**
   * So few examples prove no such loss, so no row stops early and the small member comes on top.
   */
  @Test
  void aChainThatSavesNothingIsNoSuccess() {
    Cli proof = joined("proof", "--max-drop", "0.0001", "--set", "dynamic.guarantee=proof");
    assertEquals(ExitCode.UNREACHABLE, proof.code(), proof.err());
    assertTrue(proof.json().get("message").asString().contains("Nothing is saved"), proof.out());
  }

  /**
   * With it in front the original could only be waited for longer. Whether it is faster than the
   * original is measured, and the exit code says just that.
   */
  @Test
  void aMemberThatIsFasterAloneIsWritten() throws IOException {
    Cli single = joined("single", "--max-drop", "0.3");
    JsonNode record = single.json();
    assertTrue(record.get("message").asString().contains("does not pay here"), single.out());
    Path out = folder.resolve("single");
    byte[] written = Files.readAllBytes(out.resolve("dynamic.onnx"));
    assertArrayEquals(Files.readAllBytes(out.resolve("family/macs-0.300.onnx")), written);
    assertTrue(cli("verify", model, out, "--json").json().get("certified").asBoolean());
    double low = record.at("/dynamic/offers/0/time").asDouble();
    for (JsonNode offer : record.at("/dynamic/offers")) {
      low = Math.min(low, offer.get("time").asDouble());
    }
    assertEquals(low < 1 ? ExitCode.DONE : ExitCode.UNREACHABLE, single.code(), single.err());
    Files.copy(
        out.resolve("family/original.onnx"),
        out.resolve("dynamic.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    Cli tampered = Cli.run("verify", model, out);
    assertEquals(ExitCode.FAILED, tampered.code());
    assertTrue(tampered.out().contains("is not the member macs-0.300"), tampered.out());
  }

  /**
   * Whether gates pay is measured; the original is kept, and said to be, just where they do not.
   */
  @Test
  void gatesThatDoNotPayAreNotUsed() throws IOException {
    Path toy = Files.createDirectories(folder.resolve("gates"));
    Path out = toy.resolve("run");
    Cli gated =
        Cli.run(
            "dynamic",
            Toy.residual(toy),
            "--data",
            Toy.data(toy),
            "--set",
            "dynamic.members=none",
            "--set",
            "dynamic.exits=0",
            "--set",
            "dynamic.gates=0.7",
            "--set",
            "study=none",
            "--set",
            "tune.epochs=1",
            "--set",
            "latency.runs=20",
            "--out",
            out);
    boolean paid = Files.exists(out.resolve("dynamic.onnx"));
    String record = Files.readString(out.resolve("run.json"));
    assertEquals(!paid, record.contains("keep the original: nothing that was made"), record);
    assertEquals(!paid, gated.err().contains("gates-0.700 is not used"), gated.err());
    assertTrue(paid || gated.code() == ExitCode.UNREACHABLE, gated.err());
    assertTrue(Files.exists(out.resolve("family/gates-0.700.onnx")));
    assertTrue(Files.readString(out.resolve("report.html")).contains("<h1>Dynamic: "));
    Cli verified = Cli.run("verify", Toy.residual(toy), out);
    assertEquals(paid, verified.code() == 0, verified.err());
    assertEquals(!paid, verified.err().contains("holds no dynamic model"), verified.err());
  }

  /** Its nodes have the names that a joined model gives. */
  @Test
  void anExitOfAnotherRunIsAMemberToo() {
    Cli joined = joinedWith("exit1", "again", "--max-drop", "0.05");
    assertTrue(joined.json().get("certificate").get("certified").asBoolean(), joined.err());
    assertEquals("exit1", joined.json().at("/dynamic/members/0/name").asString());
  }

  private static Cli joined(String out, Object... words) {
    return joinedWith("macs-0.300", out, words);
  }

  private static Cli joinedWith(String member, String out, Object... words) {
    Path small = run.resolve("family/" + member + ".onnx");
    List<Object> all = new ArrayList<>(List.of("dynamic", "--from", small, model, "--data"));
    all.addAll(List.of(data, "--set", "latency.runs=20", "--out", folder.resolve(out), "--json"));
    all.addAll(List.of("--set", "seed=2")); // divides the examples as when the member was made
    all.addAll(List.of(words));
    return Cli.run(all.toArray());
  }

  @Test
  void inspectSaysWhatEachStageTakes() {
    JsonNode stages = cli("inspect", run.resolve("dynamic.onnx"), "--json").json().get("stages");
    assertTrue(stages.size() > 1 && stages.get(0).asLong() > 0, stages.toString());
    String text = cli("inspect", run.resolve("dynamic.onnx")).out();
    assertTrue(text.contains(" in stage 1"), text);
    assertTrue(cli("inspect", model, "--json").json().get("stages").isEmpty());
  }

  @Test
  void runsAreComparedInOneFigure() throws IOException {
    JsonNode rows = cli("report", "--compare", run, run, run, "--json").json().get("runs");
    assertEquals(3, rows.size());
    assertTrue(rows.get(0).get("macs").asDouble() > 0);
    assertTrue(Files.readString(run.resolve("compare.html")).contains("id=\"figure-curves\""));
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    Files.writeString(other.resolve("run.json"), "{}");
    assertEquals(ExitCode.BAD_INPUT, Cli.run("report", "--compare", run, other).code());
  }
}
