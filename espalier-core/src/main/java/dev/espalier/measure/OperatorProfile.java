package dev.espalier.measure;

import dev.espalier.files.Scratch;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.ort.ProbeInputs;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a model's time goes, from ONNX Runtime's own profile. The nodes are those of the optimised
 * graph: fused operators count under the runtime's name for them.
 *
 * @param microsByType operator type to microseconds a call, longest first
 * @param microsByNode node of the optimised graph to microseconds a call (mean of the fastest
 *     quarter of the calls: what else the machine does only slows, and the profile counts whole
 *     microseconds), in order of execution
 */
public record OperatorProfile(Map<String, Double> microsByType, Map<String, Double> microsByNode) {
  private static final int WARM_UP = 3;

  /** Calls of a model that takes so long that they are enough: inputs were tried on it before. */
  private static final int FEWEST = 2;

  private static final double ENOUGH_SECONDS = 5;
  private static final String KERNEL = "_kernel_time";

  /**
   * Runs {@code model} {@code runs} times on random inputs, after three calls that do not count;
   * fewer once {@value #ENOUGH_SECONDS} seconds have passed.
   */
  public static OperatorProfile of(Model model, int batch, int threads, int runs) {
    PlainNames plain = PlainNames.of(model);
    try (Scratch folder = Scratch.open()) {
      Path profile =
          run(
              plain.model(),
              batch,
              SessionOptions.threads(threads).withProfile(folder.file("profile")),
              runs);
      return parse(JsonMapper.shared().readTree(profile.toFile()), plain, runs);
    }
  }

  /** Sum over all nodes, in microseconds a call. */
  public double totalMicros() {
    return microsByNode.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Path run(Model model, int batch, SessionOptions options, int runs) {
    int fixed = FreeBatch.fixedBatch(model);
    try (Session session = Session.open(model, options)) {
      var inputs = ProbeInputs.of(model.graph(), 0).drawRunning(session, fixed > 0 ? fixed : batch);
      long begin = System.nanoTime();
      int most = WARM_UP + runs;
      for (int i = 0; i < most && (i < FEWEST || seconds(begin) < ENOUGH_SECONDS); i++) {
        session.run(inputs);
      }
      return session.endProfiling();
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static OperatorProfile parse(JsonNode events, PlainNames plain, int runs) {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    for (JsonNode event : events) {
      String name = event.path("name").asString("");
      if (event.path("cat").asString("").equals("Node") && name.endsWith(KERNEL)) {
        JsonNode details = event.path("args");
        String type = details.path("op_name").asString("?");
        String named = name.substring(0, name.length() - KERNEL.length());
        String node =
            named.isEmpty() ? type + "#" + details.path("node_index").asString("") : named;
        times.computeIfAbsent(node, k -> new ArrayList<>()).add(event.path("dur").asDouble(0));
        types.putIfAbsent(node, type);
      }
    }
    Map<String, Double> byNode = new LinkedHashMap<>();
    Map<String, Double> byType = new LinkedHashMap<>();
    times.forEach(
        (node, all) -> {
          double micros = fastest(all.subList(Math.max(0, all.size() - runs), all.size()));
          byNode.merge(plain.own(node), micros, Double::sum);
          byType.merge(types.getOrDefault(node, "?"), micros, Double::sum);
        });
    return new OperatorProfile(longestFirst(byType), byNode);
  }

  private static double fastest(List<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .sorted()
        .limit((values.size() + 3) / 4)
        .average()
        .orElse(0);
  }

  private static Map<String, Double> longestFirst(Map<String, Double> map) {
    Map<String, Double> sorted = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }
}
