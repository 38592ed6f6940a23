import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model in langchain4j's OnnxEmbeddingModel, as a program would use it: prints the cosine of each
 * pair of a file of two tab-separated texts a line. Arguments: MODEL TOKENIZER PAIRS.
 */
public final class Embed {
  private Embed() {}

  public static void main(String[] arguments) throws IOException {
    OnnxEmbeddingModel model =
        new OnnxEmbeddingModel(
            Path.of(arguments[0]), Path.of(arguments[1]), PoolingMode.MEAN);
    for (String line : Files.readAllLines(Path.of(arguments[2]))) {
      String[] pair = line.split("\t");
      System.out.println(CosineSimilarity.between(vector(model, pair[0]), vector(model, pair[1])));
    }
  }

  private static Embedding vector(OnnxEmbeddingModel model, String text) {
    return model.embedAll(List.of(TextSegment.from(text))).content().get(0);
  }
}
