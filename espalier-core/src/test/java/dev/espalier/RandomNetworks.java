package dev.espalier;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.onnx.Wrapped;
import dev.espalier.ort.Probe;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random networks as files have them: one of four grammars, in one of three floating types, some
 * with names that are no words, some with a part in a function or in the branch of an If. The same
 * seed gives the same file.
 */
public final class RandomNetworks {
  /** Of the same grammar and family, where the runtime itself does not load what was drawn. */
  private static final long ANOTHER = 4L * 21 * 31;

  private static final List<String> ODD =
      List.of("a\"b", "line\nbreak", "*?[", "../x", "\\", "é漢🙂", " ", "tab\t", "a'b", "x:0", "1");

  /** See UnsafeFusions. */
  private static final String UNSAFE = "MatMulScaleFusion;MatmulTransposeFusion";

  private RandomNetworks() {}

  /** The model that was drawn, as a file. */
  public static byte[] file(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + 5);
    Model plain = plain(seed);
    for (int again = 1; !runs(OnnxWriter.bytes(plain)); again++) {
      plain = plain(seed + again * ANOTHER);
    }
    Model model = typed(plain, random);
    if (random.nextInt(4) == 0) {
      model = oddlyNamed(model, random);
    }
    int nodes = model.graph().nodes().size();
    int from = random.nextInt(nodes);
    int to = Math.min(nodes, from + 1 + random.nextInt(3));
    byte[] none = new byte[0];
    byte[] wrapped =
        switch (random.nextInt(12)) {
          case 0, 1 -> functionIsSafe(model, from, to) ? Wrapped.inFunction(model, from, to) : none;
          case 2 -> Wrapped.inBranch(model, from, to, true);
          case 3 -> Wrapped.inBranch(model, from, to, false);
          default -> none;
        };
    byte[] bare = OnnxWriter.bytes(model);
    return wrapped.length > 0 && runs(wrapped, UNSAFE + ";QDQPropagationTransformer")
        ? wrapped
        : bare;
  }

  /**
   * ONNX Runtime, up to 1.32, ends the process when it loads a function with this operator. The
   * reader of Espalier puts functions in their callers' place, so only a test would ask it to.
   */
  private static boolean functionIsSafe(Model model, int from, int to) {
    return model.graph().nodes().subList(from, to).stream()
        .noneMatch(n -> n.op().equals("SimplifiedLayerNormalization"));
  }

  private static Model plain(long seed) {
    long own = seed / 4;
    return switch ((int) (seed % 4)) {
      case 0 -> RandomGraphs.of(own);
      case 1 -> RandomSharing.of(own);
      case 2 -> RandomSequences.of(own);
      default -> RandomImages.of(own);
    };
  }

  /** In 16 or 64 bits where ONNX Runtime has kernels for all of it. */
  private static Model typed(Model model, SplittableRandom random) {
    DType type =
        switch (random.nextInt(6)) {
          case 0 -> DType.FLOAT16;
          case 1 -> DType.DOUBLE;
          default -> DType.FLOAT;
        };
    if (type == DType.FLOAT) {
      return model;
    }
    Model typed = Typed.of(model, type);
    return runs(OnnxWriter.bytes(typed)) && computes(typed) ? typed : model;
  }

  private static boolean runs(byte[] file) {
    return runs(file, UNSAFE);
  }

  /** Whether ONNX Runtime alone takes the file as it is, without what may end the process. */
  private static boolean runs(byte[] file, String without) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.addConfigEntry("optimization.disable_specified_optimizers", without);
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file, options)) {
        return session.getNumInputs() > 0;
      }
    } catch (OrtException e) {
      return false;
    }
  }

  /**
   * Some kernels say only when they are called that they do not have the type, and the runtime's
   * own casts may take a value from a branch that reads it.
   */
  public static boolean computes(Model model) {
    try (Session session = Session.open(model, SessionOptions.literal(1))) {
      return !Probe.inputs(model, session, 1).isEmpty();
    } catch (ModelFormatException e) {
      return false;
    }
  }

  /** All names but those of inputs and outputs, which hold what was drawn somewhere. */
  private static Model oddlyNamed(Model model, SplittableRandom random) {
    String odd = ODD.get(random.nextInt(ODD.size()));
    Graph graph = model.graph();
    Map<String, String> names = new LinkedHashMap<>();
    graph.initializers().keySet().forEach(v -> names.put(v, v + odd));
    graph.nodes().stream()
        .flatMap(n -> n.outputs().stream())
        .filter(v -> !v.isEmpty())
        .forEach(v -> names.put(v, odd + v));
    graph.inputs().stream().map(ValueInfo::name).forEach(names::remove);
    graph.outputs().stream().map(ValueInfo::name).forEach(names::remove);
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    graph.initializers().forEach((v, t) -> initializers.put(names.getOrDefault(v, v), t));
    List<Node> nodes =
        graph.nodes().stream().map(n -> named(n.reading(names).making(names), odd)).toList();
    return model.withGraph(
        graph.withNodes(nodes).withInitializers(initializers).withoutValueInfos());
  }

  private static Node named(Node node, String odd) {
    return new Node(
        odd + node.name(),
        node.domain(),
        node.op(),
        node.inputs(),
        node.outputs(),
        node.attributes(),
        node.rest());
  }
}
