package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Studies the bundled network for handwritten digits. */
@Tag("slow")
class AnalyzeCommandTest {
  @TempDir Path folder;

  @Test
  void jsonHoldsFindingsAndPlan() throws IOException {
    digits();
    Path out = folder.resolve("study");
    Cli run =
        Cli.run(
            "analyze",
            folder.resolve("digits.onnx"),
            "--data",
            folder.resolve("digits.yaml"),
            "--set",
            "tune.batch=48",
            "--out",
            out,
            "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode json = run.json();
    assertEquals(397, json.get("task").get("judged").asInt());
    assertTrue(json.get("task").get("value").asDouble() > 0.97);
    double linear = json.get("task").get("probe").get("value").asDouble();
    assertTrue(linear > 0.85 && linear < 0.98, "digits are nearly linear: " + linear);
    assertEquals(List.of("1", "48", "user"), choice(json, "tune.batch"));
    assertEquals("rule", choice(json, "tune.epochs").get(2));
    assertEquals("48", json.get("recipe").get("tune").get("batch").asString());
    JsonNode gradients = importance(json, "gradient");
    JsonNode shuffled = importance(json, "permutation");
    assertEquals(64, gradients.get("values").size());
    assertTrue(corner(gradients) < 0.3 * middle(gradients), gradients.toString());
    assertTrue(corner(shuffled) < 0.1 * middle(shuffled), shuffled.toString());
    for (String file : List.of("study.json", "report.html", "recipe.yaml")) {
      assertTrue(Files.size(out.resolve(file)) > 500, file);
    }
  }

  @Test
  void textIsForAPerson() throws IOException {
    digits();
    Cli run =
        Cli.run("analyze", folder.resolve("digits.onnx"), "--data", folder.resolve("digits.yaml"));
    assertEquals(ExitCode.DONE, run.code(), run.err());
    for (String word :
        List.of("Task", "classification into 10 classes", "gate in train", "conv2", "Plan")) {
      assertTrue(run.out().contains(word), run.out());
    }
    assertFalse(run.out().contains("NaN"), run.out());
  }

  /** How often a key was decided, its value, and by whom. */
  private static List<String> choice(JsonNode json, String key) {
    int found = 0;
    String value = "";
    String by = "";
    for (JsonNode choice : json.get("plan")) {
      if (choice.get("key").asString().equals(key)) {
        found++;
        value = choice.get("value").asString();
        by = choice.get("by").asString();
      }
    }
    return List.of(Integer.toString(found), value, by);
  }

  private static JsonNode importance(JsonNode json, String method) {
    for (JsonNode one : json.get("data").get("importance")) {
      if (one.get("method").asString().equals(method)) {
        return one;
      }
    }
    throw new AssertionError("no importance by " + method);
  }

  /** The first pixel is empty in every digit. */
  private static double corner(JsonNode map) {
    return Math.abs(map.get("values").get(0).asDouble());
  }

  private static double middle(JsonNode map) {
    double most = 0;
    for (int row = 2; row < 6; row++) {
      for (int column = 2; column < 6; column++) {
        most = Math.max(most, map.get("values").get(8 * row + column).asDouble());
      }
    }
    return most;
  }

  private void digits() throws IOException {
    for (String name : List.of("digits.onnx", "digits.yaml", "digits.csv.gz")) {
      try (InputStream in = AnalyzeCommandTest.class.getResourceAsStream("/digits/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
  }
}
