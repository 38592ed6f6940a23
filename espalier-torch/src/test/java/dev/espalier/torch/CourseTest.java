package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A training that goes wrong is answered, and never leaves the model worse than it was. */
@Tag("slow")
class CourseTest {
  private static final TorchTuner TUNER = new TorchTuner();
  private static Model trained;

  @BeforeAll
  static void train() {
    trained = TUNER.tune(TorchTunerTest.request(TorchTunerTest.network(1), 6)).model();
  }

  private static Tuner.Request at(double rate, double epochs) {
    Tuner.Request request = TorchTunerTest.request(trained, 1);
    TuneSettings.Steps steps = new TuneSettings.Steps(OptimizerKind.SGD, rate, false, 0.05, 0.5, 0);
    return request.withSettings(request.regime().settings().paced(steps)).withEpochs(epochs);
  }

  private static double accuracy(Model model) {
    var run = new dev.espalier.measure.Evaluator.Run(100, 1, dev.espalier.progress.Progress.NONE);
    var found =
        dev.espalier.measure.Evaluator.predict(
            model, TorchTunerTest.CLASSES, new TorchTunerTest.Stripes(200), run);
    return TorchTunerTest.CLASSES.value(found);
  }

  @Test
  void aRateThatDestroysIsLoweredWithinTheSameTraining() {
    Tuner.Result result = TUNER.tune(at(300, 2));
    assertFalse(result.notes().isEmpty());
    String first = result.notes().get(0);
    assertTrue(first.startsWith("attempt 1: "), first);
    assertTrue(first.contains("back to the weights before tuning, rate 75"), first);
    assertTrue(accuracy(result.model()) >= accuracy(trained), result.notes().toString());
  }

  @Test
  void whatNoAttemptMendsEndsWithTheWeightsOfTheStart() {
    Tuner.Result result = TUNER.tune(at(1e12, 1));
    assertEquals(TrainingAttempt.MOST, result.notes().size(), result.notes().toString());
    assertTrue(
        result.notes().get(3).contains("the weights before tuning stay"),
        result.notes().toString());
    assertEquals(weights(trained), weights(result.model()));
  }

  @Test
  void withoutValidationWatchedExamplesNoticeAFall() {
    Tuner.Request request = at(30, 2);
    Dataset watch = request.material().validation();
    Tuner.Request watched =
        request
            .withMaterial(new Tuner.Material(request.material().train()).withWatch(watch))
            .withEpochs(2);
    Tuner.Result result = TUNER.tune(watched);
    assertTrue(accuracy(result.model()) >= accuracy(trained) - 0.02, result.notes().toString());
  }

  @Test
  void thePaceIsFoundOnceAndSaidInWords() {
    Tuner.Request request = TorchTunerTest.request(TemporaryNormsTest.plain(), 4);
    Tuner.Request open = request.withSettings(TuneSettings.defaults());
    Pace pace = TUNER.pace(open);
    Pace again = TUNER.pace(open);
    assertEquals(pace.steps(), again.steps(), "equal requests, equal paces");
    assertTrue(pace.steps().learningRate() > 0 && pace.steps().clip() > 0, pace.toString());
    String words = String.join("\n", pace.why());
    assertTrue(words.contains("rate "), words);
    assertEquals(List.of(), Pace.usual(request.regime().settings()).why());
  }

  @Test
  void whatTheUserSetStays() {
    Tuner.Request request = TorchTunerTest.request(TorchTunerTest.network(1), 4);
    TuneSettings stated = request.regime().settings();
    assertFalse(stated.open());
    assertEquals(stated.movement().learningRate(), TUNER.pace(request).steps().learningRate());
    assertEquals(stated.movement().optimizer(), TUNER.pace(request).steps().optimizer());
  }

  private static Map<String, Tensor> weights(Model model) {
    return model.graph().initializers();
  }
}
