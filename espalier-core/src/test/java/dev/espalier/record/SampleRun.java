package dev.espalier.record;

import dev.espalier.record.AnswersRecord.Shown;
import dev.espalier.record.DataRoles.Role;
import dev.espalier.record.Environment.Machine;
import dev.espalier.record.Figures.ClassFigure;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.record.StepRecord.EpochRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run as a user would see it: a residual network on small images, halved in four steps. */
public final class SampleRun {
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final int[] WIDTHS = {16, 16, 16, 16, 32, 32, 32, 64, 64, 64};

  private SampleRun() {}

  /** Every part filled in. */
  /** Thirty trials over two widths, the eleventh taken. */
  private static SearchRecord search() {
    List<SearchRecord.Tried> trials = new java.util.ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      double macs = 0.3 + 0.02 * (i * 7 % 30);
      double loss = 0.4 + 0.5 / (1 + 10 * macs) + 0.03 * (i % 3);
      trials.add(
          new SearchRecord.Tried(
              i,
              "nsga2",
              List.of(i, 30 - i),
              loss,
              0.01,
              1 - loss / 2,
              Map.of("macs", macs),
              macs <= 0.5,
              null));
    }
    return new SearchRecord(4, "nsga2", List.of("layer0.conv1", "layer1.conv1"), trials, 11);
  }

  private static AnswersRecord answers() {
    List<Confidence.Bin> bins =
        List.of(new Confidence.Bin(0.7, 0.6, 2500), new Confidence.Bin(0.99, 0.98, 2500));
    Shown picture =
        new Shown(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
            null,
            List.of());
    Shown text = new Shown(null, "it says <b>so</b>", List.of());
    Shown numbers = new Shown(null, null, List.of(0.1, 0.9, 0.5));
    return new AnswersRecord(
        new Confidence(0.055, 0.28, bins),
        new Confidence(0.031, 0.3, bins),
        60,
        26,
        List.of(new AnswersRecord.Pair("cat", "dog", 14)),
        List.of(
            new AnswersRecord.Example(7, "cat", "cat", "dog", 0.9, 0.2, picture),
            new AnswersRecord.Example(8, "cat", "cat", "no answer", 0.9, Double.NaN, text)),
        List.of(new AnswersRecord.Example(9, "ship", "truck", "ship", 0.3, 0.8, numbers)));
  }

  private static RobustnessRecord robustness() {
    List<RobustnessRecord.Point> points = new ArrayList<>();
    for (int s = 1; s <= 5; s++) {
      points.add(new RobustnessRecord.Point(s, 2 * s, 0.92 - 0.05 * s, 0.91 - 0.06 * s));
    }
    return new RobustnessRecord(
        600,
        0.92,
        0.91,
        List.of(new RobustnessRecord.Curve("noise", "% of the channel's range", points)),
        "");
  }

  public static RunRecord done() {
    return RunRecord.builder()
        .status(Status.DONE, "2.02 times fewer MACs for 0.7 points of accuracy")
        .setup(
            new RunSetup(
                tool(),
                List.of(
                    new InputFile("model", "models/resnet20.onnx", "ab".repeat(32), 1_103_214),
                    new InputFile("data", "data/cifar10", "cd".repeat(32), 184_380_000)),
                environment(),
                Map.of("run", 1L),
                recipe(),
                roles(),
                null))
        .original(figures(272_474, 40_813_184, 1_103_214, 0.9173, 1))
        .result(figures(131_020, 20_204_000, 540_812, 0.9104, 0.71))
        .control(figures(131_020, 20_204_000, 540_812, 0.8841, 0.71))
        .drop(drop())
        .expected(new Drop("accuracy", 0.006, -0.004, 0.016, 0.95, 0.01, 5000, "prediction"))
        .targets(
            List.of(
                new TargetRecord("macs", 0.5, true, 0.495, true),
                new TargetRecord("memory", 0.6, false, 0.71, false)))
        .front(List.of(member(1, 0.0012), member(2, 0.0031), member(3, 0.0069)))
        .search(search())
        .behaviour(new RunBehaviour(answers(), null, List.of(), List.of(), robustness()))
        .certificate(
            new CertificateRecord(
                true, 4.2e-6, 1.1e-6, 1e-4, 1e-5, "256 records, every output compared"))
        .step(step(1, 0.82, 34_010_000, 226_000))
        .step(step(2, 0.66, 27_190_000, 181_000))
        .step(step(3, 0.55, 22_480_000, 149_000))
        .step(step(4, 0.5, 20_204_000, 131_020))
        .structure(structure())
        .warning("the operating system was busy while latency was measured (spread above 20 %)")
        .build();
  }

  /** A structure of which groups alone are known. */
  public static RunStructure grouped(GroupRecord... groups) {
    return new RunStructure(List.of(groups), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static RunStructure structure() {
    return new RunStructure(
        groups(),
        List.of(
            new BlockRecord("layer2.add", 9_437_184, 73_984, true, "", true, 0.0132),
            new BlockRecord(
                "layer3.add",
                7_000_064,
                51_000,
                false,
                "its shortcut is no identity",
                false,
                Double.NaN)),
        barriers(),
        layers(WIDTHS.length),
        List.of(
            new OperatorShare("Conv", 812.5, 561.2),
            new OperatorShare("Add", 41, 30.5),
            new OperatorShare("Pad", 22.25, 24),
            new OperatorShare("GlobalAveragePool", 6, 5.1)),
        List.of(new WidthCost("layer0.conv1", 16, List.of(4, 8, 16), List.of(20.0, 22.0, 30.0))));
  }

  private static FrontRecord member(int number, double lost) {
    Drop drop = new Drop("accuracy", lost, lost - 0.004, lost + 0.004, 0.95, 0.01, 5000, "paired");
    return new FrontRecord(
        "member-" + number,
        new FrontRecord.Saved(
            "front/member-" + number + ".onnx",
            "front/member-" + number + ".plan.json",
            "ef".repeat(32)),
        number,
        number == 3,
        new FrontRecord.Size(
            40_813_184 - 6_869_000L * number,
            272_474 - 47_000L * number,
            1_103_214 - 187_000L * number,
            1 - 0.12 * number),
        new FrontRecord.Quality(0.917 - lost, drop, 0.9173 - lost, drop),
        new CertificateRecord(true, 1e-6, 1e-6, 1e-4, 1e-5, ""));
  }

  private static Tool tool() {
    List<String> command =
        List.of("prune", "resnet20.onnx", "--data", "cifar10.yaml", "--target", "macs=0.5");
    return new Tool("0.1.0", command, Instant.parse("2026-03-01T09:15:00Z"), 1287.4);
  }

  private static Environment environment() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("espalier", "0.1.0");
    versions.put("java", "17.0.15");
    versions.put("os", "Linux 6.1 amd64");
    versions.put("onnxruntime", "1.29.0");
    versions.put("libtorch", "2.10.0");
    return new Environment(versions, new Machine("An 8-core processor", 2, 8L << 30));
  }

  private static Map<String, @Nullable Object> recipe() {
    Map<String, Object> goal = new LinkedHashMap<>();
    goal.put("target", "macs");
    goal.put("ratio", 0.5);
    goal.put("maxDrop", 0.01);
    Map<String, @Nullable Object> recipe = new LinkedHashMap<>();
    recipe.put("goal", goal);
    recipe.put("cut", Map.of("exclude", List.of("fc")));
    recipe.put("seed", 1);
    return recipe;
  }

  private static DataRoles roles() {
    return new DataRoles(
        "data/cifar10 (cifar10)",
        "classification, accuracy",
        "ef".repeat(32),
        CLASSES,
        List.of(
            new Role("tuning", "train", 50_000, true),
            new Role("scores", "train (sample)", 1_024, true),
            new Role("gate", "half of test", 5_000, false),
            new Role("final figures", "other half of test", 5_000, false)));
  }

  private static Figures figures(
      long parameters, long macs, long bytes, double accuracy, double speed) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", accuracy);
    metrics.put("top-5", 0.5 + accuracy / 2);
    metrics.put("macro-f1", accuracy - 0.001);
    List<ClassFigure> classes =
        IntStream.range(0, CLASSES.size())
            .mapToObj(
                i ->
                    new ClassFigure(
                        CLASSES.get(i), 500, accuracy + 0.01 * (i % 3 - 1) * (2 - speed)))
            .toList();
    List<LatencyFigure> latency = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      for (int batch : new int[] {1, 64}) {
        double micros = 900 * speed * Math.pow(batch, 0.92) / Math.sqrt(threads);
        latency.add(
            new LatencyFigure(batch, threads, micros * 1.02, micros, micros * 1.2, micros * 1.5));
      }
    }
    return new Figures(
        parameters, macs, bytes, bytes * 9 / 10, parameters - 7, latency, metrics, classes);
  }

  private static Drop drop() {
    return new Drop(
        "accuracy", 0.0069, 0.0025, 0.0113, 0.95, 0.01, 5_000, "paired on the gate's examples");
  }

  private static StepRecord step(int number, double ratio, long macs, long parameters) {
    Random random = new Random(number);
    List<EpochRecord> epochs =
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                e ->
                    new EpochRecord(
                        e,
                        0.6 / e + 0.05 * number,
                        0.89 + 0.008 * e - 0.004 * number + 0.002 * random.nextDouble(),
                        0.05 / e,
                        61.5,
                        813))
            .toList();
    boolean last = number == 4;
    return new StepRecord(
        number,
        ratio,
        last ? "accept" : "continue",
        List.of(last ? "the target is reached" : "another step follows"),
        macs,
        parameters,
        0.88 - 0.11 * number,
        0.917 - 0.0018 * number,
        epochs,
        190.5,
        0);
  }

  private static List<GroupRecord> groups() {
    List<GroupRecord> groups = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int units = WIDTHS[i];
      double[] scores = new Random(i).doubles(units).map(x -> Math.exp(3 * x - 2)).toArray();
      double limit = i == 3 ? 0 : 0.35 + 0.05 * i;
      boolean[] gone = new boolean[units];
      IntStream.range(0, units).forEach(u -> gone[u] = scores[u] < limit);
      List<Integer> cut = IntStream.range(0, units).filter(u -> gone[u]).boxed().toList();
      groups.add(
          new GroupRecord(
              "layer" + i + ".conv1",
              units,
              units - cut.size(),
              cut,
              List.of("layer" + i + ".conv1.weight[0]", "layer" + i + ".conv2.weight[1]"),
              true,
              "",
              ScoreSummary.of(scores, gone)));
    }
    groups.add(
        new GroupRecord(
            "fc",
            10,
            10,
            List.of(),
            List.of("fc.weight[0]"),
            false,
            "meets the graph's output",
            null));
    return groups;
  }

  private static List<BarrierRecord> barriers() {
    return List.of(
        new BarrierRecord("fc", "logits[1]", "meets the graph's output 'logits'"),
        new BarrierRecord("input", "image[1]", "comes from the graph's input 'image'"));
  }

  /** As many layers as asked for. */
  public static List<LayerRecord> layers(int count) {
    List<LayerRecord> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long before = WIDTHS[i * WIDTHS.length / count];
      long after = i % 4 == 3 ? before : before * (5 + i % 4) / 10;
      layers.add(
          new LayerRecord(
              "layer" + i + ".conv1",
              "Conv",
              List.of(before, before, 3L, 3L),
              List.of(after, after, 3L, 3L),
              before,
              after,
              before * before * 9 * 256,
              after * after * 9 * 256,
              before * before * 9,
              after * after * 9,
              before * 4.0,
              after == before ? before * 4.25 : after * 4.5));
    }
    return layers;
  }
}
