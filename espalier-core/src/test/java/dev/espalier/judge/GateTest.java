package dev.espalier.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.job.Examples;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.quality.Luck;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few examples that decide between several models. */
class GateTest {
  private static final Task TASK = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);

  @Test
  void theSameModelPassesAloneAndNotAsOneOfMany() {
    Gate gate = new Gate(TASK, records(200), goal("goal.maxDrop=0.02"), model(0));
    Model cut = model(0.04f);
    Gate.Judgement alone = gate.judge(cut, 1);
    Gate.Judgement ofMany = gate.judge(cut, 8);
    assertTrue(alone.accepted(), alone.reason());
    assertFalse(ofMany.accepted(), ofMany.reason());
    assertTrue(ofMany.reason().contains("for luck in the choice"), ofMany.reason());
    assertTrue(ofMany.excess() > 0 && ofMany.excess() < Luck.ofBest(8));
    assertTrue(gate.judge(model(0), 8).accepted(), "what changes no answer owes nothing to luck");
  }

  @Test
  void aSmallErrorAndAConfidenceNeedNoAllowance() {
    Model cut = model(0.04f);
    Gate many = new Gate(TASK, records(1000), goal("goal.maxDrop=0.02"), model(0));
    assertEquals(many.judge(cut, 1), many.judge(cut, 8));
    Gate strict = new Gate(TASK, records(1000), goal("goal.maxDrop=0.001"), model(0));
    assertTrue(
        strict.judge(cut, 8).excess() > strict.judge(cut, 1).excess(),
        "the error exceeds what is allowed");
    GoalSettings sure =
        RecipeCodec.set(
                RecipeCodec.set(Recipe.defaults(), "goal.maxDrop=0.05"), "goal.confidence=0.9")
            .goal();
    Gate interval = new Gate(TASK, records(200), sure, model(0));
    assertEquals(interval.judge(cut, 1), interval.judge(cut, 8));
  }

  @Test
  void eachFoldOfASmallGateIsJudgedByWhatWasKeptWithoutIt() {
    Gate gate = new Gate(TASK, records(200), goal("goal.maxDrop=0.02"), model(0));
    Model never = model(2);
    List<Model> kept = List.of(never, model(0), model(0), model(0), model(0));
    Gate.Judgement judged = gate.judge(model(0), kept, 1);
    assertEquals(0.1, judged.drop().value(), 1e-9, "half of a fifth");
    assertFalse(judged.accepted());
    Gate.Judgement whole = gate.judge(model(0), List.of(), 1);
    assertEquals(0, whole.drop().value());

    assertEquals(new Folds(5, 1), Gate.folds(examples(200)));
    assertEquals(Folds.NONE, Gate.folds(examples(300)), "many examples");
    assertEquals(Folds.NONE, Gate.folds(examples(4)), "not one for each");
  }

  private static Examples examples(int gate) {
    Dataset records = records(gate);
    DataRoles roles = new DataRoles("", "", "", List.of(), List.of());
    return new Examples(TASK, records, records, records, roles);
  }

  private static GoalSettings goal(String setting) {
    return RecipeCodec.set(Recipe.defaults(), setting).goal();
  }

  /** Says 1 where x is above a threshold. */
  private static Model model(float threshold) {
    GraphBuilder g = GraphBuilder.fresh("threshold", 1);
    String x = g.input("x", 1);
    String w = g.constant("w", Tensor.floats(new float[] {0, 1}, 1, 2));
    String b = g.constant("b", Tensor.floats(new float[] {threshold, 0}, 2));
    return g.output(g.add(g.matMul(x, w), b), "y").build();
  }

  /** Numbers from -1 to 1, evenly, of which the positive are in class 1. */
  private static Dataset records(int size) {
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Batch batch(int[] rows) {
        float[] x = new float[rows.length];
        ByteBuffer labels = Tensor.allocate(8 * rows.length);
        for (int i = 0; i < rows.length; i++) {
          x[i] = (2f * rows[i] + 1) / size - 1;
          labels.putLong(x[i] > 0 ? 1 : 0);
        }
        Tensor expected = new Tensor(DType.INT64, new int[] {rows.length}, labels.flip());
        return new Batch(Map.of("x", Tensor.floats(x, rows.length, 1)), expected, rows.length);
      }
    };
  }
}
