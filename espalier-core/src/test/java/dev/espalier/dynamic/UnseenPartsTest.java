package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.boxes.BoxDecoders;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.recipe.Recipe;
import dev.espalier.task.Detection;
import dev.espalier.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot go different ways is refused before anything is made. */
class UnseenPartsTest {
  @Test
  void detectorsAreRefused() {
    GraphBuilder g = GraphBuilder.fresh("detector", 1);
    Model model = g.output(g.gemm("head", g.input("x", 3), 6), "boxes").build();
    Task task = new Task(new Detection(BoxDecoders.YOLOV8, true), "map50", 2, 1);
    Splits splits =
        new Splits(task, null, null, null, true, "", "", List.of(), List.of(), "bccd (coco)");
    DataException refused =
        assertThrows(DataException.class, () -> UnseenParts.of(splits, model, Recipe.defaults()));
    assertTrue(refused.getMessage().contains("espalier prune"), refused.getMessage());
    assertTrue(refused.getMessage().contains("detection"), refused.getMessage());
  }
}
