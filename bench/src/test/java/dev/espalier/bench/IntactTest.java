package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntactTest {
  @TempDir Path run;

  @Test
  void saysWhatIsThereAndLeavesOutWhatIsBeingWritten() throws IOException {
    Files.writeString(run.resolve("recipe.yaml"), RecipeCodec.yaml(Recipe.defaults()));
    Files.createDirectories(run.resolve("work/search-0"));
    Files.writeString(run.resolve("work/search-0/a.json"), "{}");
    Files.writeString(run.resolve("work/search-0/.b.json.part"), "{");
    Files.writeString(run.resolve("work/trial-1.json"), "{}");
    assertEquals("1 trials, 1 steps, recipe.yaml", Intact.check(run));
    assertEquals("nothing", Intact.check(run.resolve("elsewhere")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan.json", "model.onnx", "recipe.yaml", "report.html"})
  void aHalfWrittenFileIsNamed(String name) throws IOException {
    Files.writeString(run.resolve(name), "{\"a\": ");
    RuntimeException e = assertThrows(RuntimeException.class, () -> Intact.check(run));
    assertTrue(e.getMessage().contains(name), e::getMessage);
  }
}
