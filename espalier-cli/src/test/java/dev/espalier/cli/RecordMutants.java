package dev.espalier.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Damaged JSON texts, which are YAML as well; the same seed gives the same text. */
final class RecordMutants {
  private static final String TWICE = "\u0001twice\u0001";

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "7",
          "-1",
          "0",
          "1.5",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "1e308",
          "1e-320",
          "1e999999999",
          "99999999999999999999999999",
          "\"\"",
          "\"7\"",
          "\"no such word\"",
          "\"../../outside.onnx\"",
          "\"/etc/passwd\"",
          "\"/dev/zero\"",
          "\"a\\u0000b\"",
          "[]",
          "{}",
          "[null]",
          "[[7]]",
          "{\"a\": null}");

  private final SplittableRandom random;

  private RecordMutants(long seed) {
    this.random = new SplittableRandom(seed * 31 + 3);
  }

  static byte[] of(String json, long seed) {
    return new RecordMutants(seed).damaged(json);
  }

  private byte[] damaged(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 2 -> (json.substring(0, 1) + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
      default -> changed(json).getBytes(StandardCharsets.UTF_8);
    };
  }

  /** A value that is another, gone, or there twice, anywhere in the tree. */
  private String changed(String json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    JsonNode node = root;
    while (true) {
      List<JsonNode> inner =
          node.values().stream().filter(child -> child.isContainer() && child.size() > 0).toList();
      if (inner.isEmpty() || random.nextInt(4) == 0) {
        break;
      }
      node = inner.get(random.nextInt(inner.size()));
    }
    JsonNode odd = JsonMapper.shared().readTree(ODD.get(random.nextInt(ODD.size())));
    if (node instanceof ArrayNode array) {
      changed(array, odd);
    } else {
      return changed((ObjectNode) node, odd, root);
    }
    return root.toPrettyString();
  }

  private void changed(ArrayNode array, JsonNode odd) {
    int at = random.nextInt(array.size());
    if (random.nextInt(4) == 0) {
      array.remove(at);
    } else {
      array.set(at, odd);
    }
  }

  private String changed(ObjectNode object, JsonNode odd, JsonNode root) {
    List<String> keys = object.properties().stream().map(Map.Entry::getKey).toList();
    String key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(6)) {
      case 0 -> object.remove(key);
      case 1 -> {
        object.set(TWICE, odd);
        String marked = JsonNodeFactory.instance.stringNode(TWICE).toString();
        return root.toPrettyString()
            .replace(marked, JsonNodeFactory.instance.stringNode(key).toString());
      }
      case 2 -> object.set("no such key", odd);
      default -> object.set(key, odd);
    }
    return root.toPrettyString();
  }
}
