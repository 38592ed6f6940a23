package dev.espalier.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.data.DataSource;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import dev.espalier.files.Json;
import dev.espalier.files.Limit;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.stage.StagePlan;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data, recipes and records that pretend, overflow or lead elsewhere end in words. */
class HostileFilesTest {
  @TempDir Path folder;

  @AfterEach
  void limitsAreAsBefore() {
    for (Limit limit : Limit.values()) {
      System.clearProperty(limit.property());
    }
  }

  private static Model model() {
    GraphBuilder g = GraphBuilder.settled("small", 3);
    return g.output(g.gemm("fc", g.input("x", 3), 2), "y").build();
  }

  private String refusedData(Path data) {
    return assertThrows(DataException.class, () -> DataSource.open(data, model())).getMessage();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void limit(Limit limit, long value) {
    System.setProperty(limit.property(), Long.toString(value));
  }

  /** As many turns as an int64 counts, and a condition that stays true. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoopWithoutEndIsEnded(boolean ofData) {
    GraphBuilder body = GraphBuilder.settled("turn", 1);
    body.input(ValueInfo.of("number", DType.INT64));
    body.input(ValueInfo.of("going", DType.BOOL));
    body.input(ValueInfo.of("state", DType.FLOAT, Dim.symbol("rows"), Dim.of(3)));
    String more = body.node("Identity", Map.of(), "going");
    body.output(body.shaped(more, new int[0]), "more", DType.BOOL);
    body.output(body.shaped(body.node("Tanh", Map.of(), "state"), -1, 3), "next");
    GraphBuilder g = GraphBuilder.settled("endless", 1);
    String x = g.input("x", 3);
    String turns = g.constant("turns", Tensor.longs(new long[] {Long.MAX_VALUE}));
    Tensor yes = new Tensor(DType.BOOL, new int[0], Tensor.allocate(1).put(0, (byte) 1));
    String begin = ofData ? x : g.constant("begin", Tensor.floats(new float[3], 1, 3));
    Map<String, Attribute> step = Map.of("body", Subgraphs.of(body.build().graph()));
    String last = g.node("Loop", "loop", step, turns, g.constant("on", yes), begin);
    String sum = g.shaped(g.node("Add", Map.of(), x, last), -1, 3);
    Path file = folder.resolve("endless.onnx");
    OnnxWriter.write(g.output(g.gemm("head", sum, 2), "y").build(), file);
    limit(Limit.CALL_SECONDS, 1);
    ModelJob job = Espalier.with(Tools.weightsOnly(Progress.NONE)).model(file);
    String said = assertThrows(ModelFormatException.class, job::inspect).getMessage();
    assertTrue(said.contains("'endless' did not end in time"), said);
    assertTrue(said.contains("look for a Loop whose condition stays true"), said);
  }

  /** A Loop that keeps 12 bytes a record of every turn; with a condition, it ends after five. */
  private Model stacking(boolean ends) {
    GraphBuilder body = GraphBuilder.settled("turn", 1);
    body.input(ValueInfo.of("number", DType.INT64));
    body.input(ValueInfo.of("going", DType.BOOL));
    body.input(ValueInfo.of("state", DType.FLOAT, Dim.symbol("rows"), Dim.of(3)));
    String four = body.constant("four", Tensor.longs(new long[] {4}));
    String more =
        ends
            ? body.node("Less", Map.of(), "number", four)
            : body.node("Identity", Map.of(), "going");
    body.output(body.shaped(more, new int[0]), "more", DType.BOOL);
    body.output(body.shaped(body.node("Tanh", Map.of(), "state"), -1, 3), "next");
    body.output(body.shaped(body.node("Exp", Map.of(), "state"), -1, 3), "kept");
    GraphBuilder g = GraphBuilder.settled("stacking", 1);
    String x = g.input("x", 3);
    String turns = g.constant("turns", Tensor.longs(new long[] {Long.MAX_VALUE}));
    Tensor yes = new Tensor(DType.BOOL, new int[0], Tensor.allocate(1).put(0, (byte) 1));
    Map<String, Attribute> step = Map.of("body", Subgraphs.of(body.build().graph()));
    g.add("Loop", List.of(turns, g.constant("on", yes), x), step, List.of("last", "stack"));
    String mean =
        g.node("ReduceMean", Attributes.of("keepdims", 0, "axes", new int[] {0}), "stack");
    return g.output(g.gemm("head", g.shaped(mean, -1, 3), 2), "y").build();
  }

  @Test
  void aLoopThatStacksWithoutEndIsRefused() {
    Path file = folder.resolve("stacking.onnx");
    OnnxWriter.write(stacking(false), file);
    limit(Limit.PROBE_BYTES, 1_000_000);
    ModelJob job = Espalier.with(Tools.weightsOnly(Progress.NONE)).model(file);
    String said = assertThrows(ModelFormatException.class, job::inspect).getMessage();
    assertTrue(said.contains("(Loop) keeps 524 bytes of each turn"), said);
    assertTrue(said.contains("has not ended after 1908 turns"), said);
    assertTrue(said.contains("espalier.limit.probe.bytes"), said);
  }

  /** As many turns are asked for, and the condition ends them. */
  @Test
  void aLoopThatStacksAndEndsIsTaken() {
    Path file = folder.resolve("stacking.onnx");
    OnnxWriter.write(stacking(true), file);
    limit(Limit.PROBE_BYTES, 1_000_000);
    ModelJob job = Espalier.with(Tools.weightsOnly(Progress.NONE)).model(file);
    assertEquals(8, job.inspect().size().parameters());
  }

  @Test
  void aTableOfCommasAloneIsRefused() throws IOException {
    limit(Limit.TABLE_COLUMNS, 50);
    String said = refusedData(file("a.csv", ",".repeat(1000) + "\n"));
    assertTrue(said.contains("line 1: there are too many columns (the limit is 50"), said);
  }

  @Test
  void aTableOfTooManyFieldsIsRefused() throws IOException {
    limit(Limit.TABLE_FIELDS, 100);
    String said = refusedData(file("a.csv", "1,2,3,0\n".repeat(100)));
    assertTrue(said.contains("too many fields in all (the limit is 100"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.jsonl"})
  void aLineThatIsTooLongIsRefused(String name) throws IOException {
    limit(Limit.LINE_CHARACTERS, 100);
    String said = refusedData(file(name, "a".repeat(1000)));
    assertTrue(said.contains("too long") && said.contains("the limit is 100"), said);
  }

  @Test
  void aFileThatUnpacksToTooMuchIsRefused() throws IOException {
    limit(Limit.UNPACKED_BYTES, 10_000);
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1,2,3,0\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    }
    String said = refusedData(file);
    assertTrue(said.contains("unpacks to more than 10000 bytes"), said);
  }

  /** A table of 20 MB in 20 KB: it is refused after 16 MB, whatever it holds. */
  @ParameterizedTest
  @ValueSource(strings = {"0,0,0,0\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void aFileThatUnpacksToManyTimesItsSizeIsRefused(String row) throws IOException {
    limit(Limit.LINE_CHARACTERS, 1_000_000_000);
    limit(Limit.TABLE_FIELDS, 1_000_000_000);
    Path file = folder.resolve("a.csv.gz");
    byte[] rows = row.repeat(1_000_000 / row.length()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 20; i++) {
        out.write(rows);
      }
    }
    String said = refusedData(file);
    assertTrue(said.contains("a.csv.gz unpacks to more than 16000000 bytes, many times"), said);
    assertTrue(said.contains("the limit is 100; where that is meant"), said);
  }

  /** Arrays of zeros, which together would fill the memory. */
  @Test
  void arraysThatUnpackToManyTimesTheirSizeAreRefused() throws IOException {
    byte[] header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000, 1), }"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("a.npz")))) {
      for (String name : new String[] {"x", "y", "z"}) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0});
        zip.write(header);
        for (int left = 8_000_000; left > 0; left -= zeros.length) {
          zip.write(zeros, 0, Math.min(left, zeros.length));
        }
      }
    }
    String said = refusedData(folder.resolve("a.npz"));
    assertTrue(said.contains("a.npz unpacks to more than 16000000 bytes"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "<f99999999999, '(3,3)', no plain numbers",
    "<U0, '(999999999,)', no elements",
    "<f4, '(3,0)', no elements"
  })
  void arraysThatClaimTheImpossibleAreRefused(String type, String shape, String why)
      throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    byte[] file = new byte[10 + text.length];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
    System.arraycopy(magic, 0, file, 0, 10);
    System.arraycopy(text, 0, file, 10, text.length);
    Files.write(folder.resolve("x.npy"), file);
    String said = refusedData(folder);
    assertTrue(said.contains("x.npy") && said.contains(why.substring(3)), said);
  }

  @Test
  void imagesThatLieElsewhereAreNotRead() throws IOException {
    Path outside = file("outside.png", "no image");
    Path one = Files.createDirectories(folder.resolve("images/a"));
    Files.createSymbolicLink(one.resolve("x.png"), outside);
    String said = refusedData(folder.resolve("images"));
    assertTrue(said.contains("links to a file outside the folder"), said);
  }

  /** 33 bytes that promise 3.6 thousand million pixels. */
  @Test
  void anImageOfTooManyPixelsIsRefusedBeforeItIsDecoded() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(60_000).putInt(60_000);
    header.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(header.array());
    ByteBuffer png = ByteBuffer.allocate(33);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13);
    png.put(header.array()).putInt((int) sum.getValue());
    Path one = Files.createDirectories(folder.resolve("images/a"));
    Files.write(one.resolve("x.png"), png.array());
    String said = refusedData(folder.resolve("images"));
    assertTrue(said.contains("it has 3600000000 pixels") && said.contains("the limit is"), said);
  }

  /** Reading it would wait for a writer for ever. */
  @Test
  void aPipeAmongImagesIsNotWaitedFor() throws Exception {
    Path one = Files.createDirectories(folder.resolve("images/a"));
    Path pipe = one.resolve("x.png");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor() == 0, "no pipes here");
    String said =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> refusedData(folder.resolve("images")));
    assertTrue(said.contains("x.png"), said);
  }

  @Test
  void numbersThatAreNoneAreNamed() throws IOException {
    String lines = "{\"x\": [1.5, 2, 3], \"y\": 0}\n{\"x\": [1.5, 2, 1e39], \"y\": 1}\n";
    String said = refusedData(file("a.jsonl", lines.repeat(5)));
    assertTrue(said.contains("line 2 holds an infinite number"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed=1.5",
        "tune.epochs=1e308",
        "tune.threads=100000",
        "latency.largeBatch=1e8",
        "latency.largeBatch=100000000"
      })
  void settingsBeyondTheirRangeAreRefused(String setting) {
    String said =
        assertThrows(RecipeException.class, () -> RecipeCodec.set(Recipe.defaults(), setting))
            .getMessage();
    assertTrue(
        said.contains("it is a ") && (said.contains("at most ") || said.contains("seed")), said);
  }

  @Test
  void aRecipeOfMegabytesIsRefusedBeforeItIsRead() throws IOException {
    limit(Limit.SETTINGS_BYTES, 1000);
    Path file = file("recipe.yaml", "#".repeat(2000));
    String said = assertThrows(RecipeException.class, () -> RecipeCodec.read(file)).getMessage();
    assertTrue(said.contains("has 2000 bytes") && said.contains("the limit is 1000"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"format\": 2, \"stages\": null}",
        "{\"format\": 2, \"stages\": [null]}",
        "{\"format\": 2, \"stages\": [{\"stage\": null}]}",
        "{\"format\": 2, \"sta",
        "[]",
        "7"
      })
  void damagedPlansAreNamed(String text) throws IOException {
    Path file = file("plan.json", text);
    String said = assertThrows(DataException.class, () -> StagePlan.read(file)).getMessage();
    assertTrue(said.contains("plan.json"), said);
    assertTrue(!said.contains("REDACTED") && !said.contains("StreamRead"), said);
  }

  @Test
  void truncatedJsonIsSaidPlainly() {
    record Pair(int a, String b) {}

    String said =
        assertThrows(DataException.class, () -> Json.of("{\"a\": 1, ", Pair.class)).getMessage();
    assertTrue(said.startsWith("the text ends too early"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "/etc/passwd", "a/../../x", "a\0b"})
  void recordsNameFilesOfTheirOwnFolder(String name) {
    assertThrows(DataException.class, () -> Inside.of(folder, name));
    assertEquals(folder.resolve("a/b.onnx"), Inside.of(folder, "a/b.onnx"));
  }

  @Test
  void aLimitThatIsNoNumberIsNamed() {
    System.setProperty(Limit.TABLE_COLUMNS.property(), "many");
    String said = assertThrows(DataException.class, Limit.TABLE_COLUMNS::value).getMessage();
    assertTrue(said.contains("espalier.limit.table.columns"), said);
  }
}
