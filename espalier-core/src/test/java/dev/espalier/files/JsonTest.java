package dev.espalier.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Environment.Machine;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.SampleRun;
import dev.espalier.record.Status;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
  @TempDir Path folder;

  @Test
  void aFullRecordComesBackEqualAndLeavesNothingBeside() throws Exception {
    Path file = folder.resolve("run.json");
    Files.writeString(file, "old");
    Json.write(SampleRun.done(), file);
    assertEquals(SampleRun.done(), Json.read(file, RunRecord.class));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void namesThatOtherProgramsRelyOnAreThere() {
    JsonNode run = new JsonMapper().readTree(Json.text(SampleRun.done()));
    assertEquals("done", run.get("status").asString());
    assertEquals(40_813_184, run.at("/original/macs").asLong());
    assertEquals(0.9104, run.at("/result/metrics/accuracy").asDouble());
    assertEquals(64, run.at("/result/latency/1/batch").asInt());
    assertTrue(run.at("/result/latency/1/p95Micros").isNumber());
    assertTrue(run.at("/certificate/certified").asBoolean());
    assertTrue(run.at("/certificate/maxAbsError").isNumber());
    assertEquals(4, run.get("steps").size());
    assertEquals("2026-03-01T09:15:00Z", run.at("/tool/started").asString());
    assertEquals("status", run.propertyNames().iterator().next());
    assertTrue(run.at("/outcome").isMissingNode(), "its parts stand at the top");
  }

  @Test
  void whatIsMissingIsNamedAsTheFileHasIt() throws Exception {
    Path file = folder.resolve("run.json");
    Files.writeString(file, "{\"certificate\": {\"certified\": true, \"message\": null}}");
    String message =
        assertThrows(DataException.class, () -> Json.complete(file, RunRecord.class)).getMessage();
    assertTrue(message.contains("run.json: certificate.message is missing or null"), message);
  }

  @Test
  void notANumberIsNullInTheFileAndBackAgain() {
    Figures figures = new Figures(1, 2, 3, 4, 5, List.of(), Map.of("f1", Double.NaN), List.of());
    CertificateRecord certificate =
        new CertificateRecord(false, Double.NaN, Double.POSITIVE_INFINITY, 1e-4, 1e-5, "differs");
    RunRecord record = RunRecord.builder().original(figures).certificate(certificate).build();
    Path file = folder.resolve("run.json");
    Json.write(record, file);
    RunRecord back = Json.read(file, RunRecord.class);
    assertEquals(figures, back.outcome().original());
    assertTrue(Double.isNaN(back.outcome().certificate().maxRelError()));
    assertTrue(!Json.text(record).contains("NaN") && !Json.text(record).contains("Infinity"));
  }

  @Test
  void aRecordOfAnotherVersionIsReadWithWhatItHas() throws Exception {
    Path file = folder.resolve("run.json");
    Files.writeString(
        file, "{\"status\":\"failed\",\"later\":{\"a\":1},\"drop\":{\"value\":null}}");
    RunRecord record = Json.read(file, RunRecord.class);
    assertEquals(Status.FAILED, record.status());
    assertEquals(List.of(), record.course().steps());
    assertEquals(Machine.UNKNOWN, record.setup().environment().machine());
    assertTrue(Double.isNaN(record.outcome().drop().value()));
  }

  @Test
  void aBrokenFileIsNamedWithItsPlace() throws Exception {
    Path file = folder.resolve("run.json");
    Files.writeString(file, "{\"status\": \"done\",\n  \"steps\": [ {\"step\": \"x\"} ]}");
    String shape = message(file);
    assertTrue(shape.contains("run.json, line 2") && shape.contains("[\"step\"]"), shape);
    Files.writeString(file, "{\"status\": \"done\",\n  \"steps\": [");
    assertTrue(message(file).contains("run.json, line 2"), message(file));
    assertTrue(message(folder.resolve("no.json")).contains("there is no such file"));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertTrue(message(file).contains("UTF-8"));
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    Path file = folder.resolve("none").resolve("run.json");
    String message =
        assertThrows(UncheckedIOException.class, () -> Json.write(Map.of(), file)).getMessage();
    assertTrue(message.contains("run.json"), message);
  }

  private static String message(Path file) {
    return assertThrows(DataException.class, () -> Json.read(file, RunRecord.class)).getMessage();
  }
}
