package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.progress.Progress;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.runtime.OpenModel;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every file of the shared cases comes to what is right for it, by the README beside them; {@code
 * bench/cases.sh} prints the same as a table.
 */
@Tag("slow")
class CasesTest {
  private static final String FOLDER = "cases";
  private static final List<String> SHORT = List.of("study=none", "cut.round=1", "latency.runs=10");

  @TempDir Path folder;

  private static ModelJob job(String name) {
    ModelJob job =
        Espalier.installed(Progress.NONE).model(SharedData.require(FOLDER + "/" + name + ".onnx"));
    for (String setting : SHORT) {
      job = job.set(setting);
    }
    return name.equals("shapeless_input") ? job.set("shapes=x=N 8") : job;
  }

  private RunRecord pruned(ModelJob job) {
    return job.prune(folder.resolve("run")).record();
  }

  /**
   * What the original's MACs are by the specification, and the share of its bytes that must not be
   * reached: what is read in several places is written once.
   */
  @ParameterizedTest
  @CsvSource({
    "attention_opset23, 59520, 1",
    "baked_batch_1, 83064, 1",
    "computed_mask, 35840, 0.75",
    "conv_float64, 480, 1",
    "conv_fp16, 803408, 1",
    "dequantized_weights, 828, 1",
    "dynamic_int8, 960, 1",
    "einsum_cost, 101184, 1",
    "fp16_convolutions, 70968, 1",
    "fp16_hifigan, 3592192, 1",
    "fused_operators, 61824, 1",
    "groupnorm_opset23, 22868992, 1",
    "groupnorm_unet, 22868992, 1",
    "int8_encoder, 823616, 1",
    "local_functions, 688, 1",
    "mixed_precision, 803408, 1",
    "moe_einsum, 16672, 1",
    "node_name_with_newline, 176, 1",
    "node_name_with_quote, 176, 1",
    "pixel_shuffle, 32784384, 1",
    "qdq_conv, 803408, 1",
    "regression_far_target, 17536, 1",
    "residual_cnn_folded, 2219832, 1",
    "rmsnorm_opset23, 124096, 1",
    "sdpa_opset23, 130368, 1",
    "shapeless_input, 352, 1",
    "shared_head, 4583952, 1",
    "siamese, 175632, 0.75",
    "sklearn_string_labels, 25800, 1",
    "sklearn_zipmap, 25800, 1",
    "tied_embedding_head, 800768, 0.75",
    "tied_embedding_head_trained, 876, 1",
    "torch_mha_encoder, 823616, 0.75",
    "training_info, 480, 1"
  })
  void isCutProvenAndSmaller(String name, long macs, double most) throws IOException {
    ModelJob job = job(name);
    RunRecord record = pruned(job.target("macs", 0.6).set("tune.epochs=0"));
    Figures original = figures(record.outcome().original());
    Figures result = figures(record.outcome().result());
    assertEquals(macs, original.macs());
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(result.macs() <= 0.6 * macs, () -> result.macs() + " MACs");
    long bytes = Files.size(folder.resolve("run/model.onnx"));
    assertEquals(bytes, result.bytes());
    assertTrue(bytes < most * original.bytes(), () -> bytes + " of " + original.bytes());
    assertTrue(result.parameters() < original.parameters());
    assertTrue(certificate(record).certified());
    assertTrue(job.verify(folder.resolve("run")).certified());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "constant_of_shape_bomb | node c (ConstantOfShape) asks for an output of shape",
        "expand_bomb | node c (Expand) asks for an output of shape",
        "range_bomb | node c (Range) asks for an output of shape",
        "input_axis_huge | input 'x' states the shape [1099511627776, 8]",
        "input_batch_huge | input 'x' states the shape [100000000, 8]",
        "keepdims_out_of_range | attribute 'keepdims' is -2147483648, and must be 0 or 1"
      })
  void isRefusedAtItsPlace(String name, String place) {
    ModelJob job = job(name).target("macs", 0.6).set("tune.epochs=0");
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> job.prune(folder.resolve("run")));
    assertTrue(
        refused instanceof ModelFormatException || refused instanceof DataException,
        refused::toString);
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains(place) && said.lines().count() == 1, said);
    assertTrue(Files.notExists(folder.resolve("run")), "a refused run leaves nothing");
  }

  /** A tuned model is never worse than the untuned one, on the examples that judge. */
  @Test
  void tuningAResidualNetworkDoesNotHarmIt() {
    RunRecord record =
        pruned(
            job("residual_cnn_folded")
                .data(SharedData.require("cases/residual_cnn_data"))
                .target("macs", 0.4)
                .set("tune.epochs=3")
                .set("tune.minUpdates=20"));
    StepRecord step = record.course().cuts().get(record.course().cuts().size() - 1);
    assertTrue(step.metricAfterTuning() >= step.metricBeforeTuning(), step::toString);
    assertTrue(
        accuracy(record.outcome().result()) > accuracy(record.outcome().original()) - 0.08,
        record.message());
  }

  /** Targets of mean 55 and deviation 10: training does not diverge, and the run has a result. */
  @Test
  void aFarTargetIsLearntAll() {
    RunRecord record =
        pruned(
            job("regression_far_target")
                .data(SharedData.require("cases/regression_data/reg.yaml"))
                .maxDrop(0.01)
                .set("tune.epochs=2")
                .set("schedule.trials=2"));
    assertTrue(
        record.status() == Status.DONE || record.status() == Status.UNREACHABLE, record.message());
    assertTrue(
        figures(record.outcome().result()).metrics().values().stream().allMatch(Double::isFinite),
        figures(record.outcome().result()).metrics()::toString);
  }

  /** Both branches of a twin are one, before and after tuning. */
  @Test
  void aTwinStaysSymmetric() {
    pruned(
        job("siamese")
            .data(SharedData.require("cases/siamese_data"))
            .target("macs", 0.5)
            .set("tune.optimizer=sgd")
            .set("tune.learningRate=0.01")
            .set("tune.epochs=2")
            .set("tune.minUpdates=20"));
    for (Path file :
        List.of(SharedData.require("cases/siamese.onnx"), folder.resolve("run").toAbsolutePath())) {
      try (OpenModel model = Espalier.open(file, 1)) {
        List<Tensor> pair = List.of(pixels(1), pixels(2));
        float[] said = answer(model, pair.get(0), pair.get(1));
        assertArrayEquals(said, answer(model, pair.get(1), pair.get(0)), 1e-6f, file.toString());
      }
    }
  }

  /** A file that is added to the cases is added here. */
  @Test
  void everyCaseIsTried() throws IOException {
    List<String> tried =
        Arrays.stream(CasesTest.class.getDeclaredMethods())
            .map(CasesTest::sources)
            .flatMap(Arrays::stream)
            .map(row -> row.split("[,|]", 2)[0].strip())
            .sorted()
            .toList();
    try (Stream<Path> files = Files.list(SharedData.require(FOLDER))) {
      assertEquals(
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".onnx"))
              .map(f -> f.substring(0, f.length() - ".onnx".length()))
              .sorted()
              .toList(),
          tried);
    }
  }

  private static String[] sources(Method method) {
    CsvSource source = ((AnnotatedElement) method).getAnnotation(CsvSource.class);
    return source == null ? new String[0] : source.value();
  }

  private static Tensor pixels(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Tensor.of(DType.FLOAT, new int[] {4, 1, 10, 10}, i -> random.nextGaussian());
  }

  private static float[] answer(OpenModel model, Tensor a, Tensor b) {
    List<String> names = model.inputs().stream().map(ValueInfo::name).toList();
    Map<String, Tensor> said = model.run(Map.of(names.get(0), a, names.get(1), b));
    return said.values().iterator().next().floats();
  }

  private static double accuracy(Figures figures) {
    return figures(figures).metrics().get("accuracy");
  }

  private static Figures figures(Figures measured) {
    return Objects.requireNonNull(measured);
  }

  private static CertificateRecord certificate(RunRecord record) {
    return Objects.requireNonNull(record.outcome().certificate());
  }
}
