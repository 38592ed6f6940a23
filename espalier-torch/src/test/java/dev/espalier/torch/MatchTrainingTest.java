package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.quality.Agreement;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A student that learns two outputs of different units and ranks from a teacher, without labels.
 */
class MatchTrainingTest {
  private static final Task MATCH = new Task(TaskKinds.MATCH, Task.AGREEMENT, 0, 1);

  private record Points(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] x = new float[rows.length * 4];
      for (int i = 0; i < rows.length; i++) {
        SplittableRandom random = new SplittableRandom(rows[i]);
        for (int k = 0; k < 4; k++) {
          x[4 * i + k] = (float) random.nextDouble(-1, 1);
        }
      }
      return new Batch(Map.of("x", Tensor.floats(x, rows.length, 4)), null, rows.length);
    }
  }

  private static Model network(long seed) {
    GraphBuilder g = GraphBuilder.fresh("two", seed);
    String trunk = g.relu(g.gemm("trunk", g.input("x", 4), 32));
    g.output(g.reshape(g.gemm("cube.fc", trunk, 6), 0, 2, 3), "cube");
    String large = g.mul(g.gemm("large.fc", trunk, 2), g.scalar("thousand", 1000));
    return g.output(large, "large").build();
  }

  @Test
  void bothOutputsComeNearer() {
    Model original = network(1);
    Model student = network(2);
    Points held = new Points(300);
    Evaluator.Run run = new Evaluator.Run(100, 1, Progress.NONE);
    Predictions wanted = Evaluator.predict(original, MATCH, held, run);
    assertEquals(2, wanted.parts().size());
    assertEquals(6, wanted.parts().get(0).columns());
    double before = agreement(wanted, Evaluator.predict(student, MATCH, held, run), -1);
    try (Session session = Session.open(original, SessionOptions.threads(1))) {
      Teacher teacher =
          batch -> {
            Map<String, Tensor> said = session.run(batch.inputs(), Set.of("cube", "large"));
            return MATCH.outputs(original).stream().map(said::get).toList();
          };
      TuneSettings settings = TuneSettings.defaults().withEpochs(12);
      Tuner.Request request =
          new Tuner.Request(
                  student,
                  MATCH,
                  new Tuner.Material(new Points(4096), new Points(200)),
                  new Tuner.Regime(settings, 1))
              .withTeacher(teacher);
      Model tuned = new TorchTuner().tune(request).model();
      Predictions said = Evaluator.predict(tuned, MATCH, held, run);
      for (int part = -1; part < 2; part++) {
        double after = agreement(wanted, said, part);
        assertTrue(after > 0.9, "output " + part + ": " + before + " before, " + after + " after");
      }
      assertTrue(before < 0, "drawn anew, the student knows nothing: " + before);
    }
  }

  private static double agreement(Predictions wanted, Predictions said, int part) {
    return part < 0
        ? Agreement.of(MATCH, wanted, said).sameAnswer()
        : Agreement.of(MATCH, wanted.parts().get(part), said.parts().get(part)).sameAnswer();
  }
}
