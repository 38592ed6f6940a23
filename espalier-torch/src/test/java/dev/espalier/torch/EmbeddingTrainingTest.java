package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Sentences;
import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.run.PruneResult;
import dev.espalier.task.Pooling;
import dev.espalier.torch.op.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors with gradients are those that figures are of, and a cut network comes near them again.
 */
class EmbeddingTrainingTest {
  private static final String PAIRS =
      """
      task: embedding
      labels: {pair: [first, second], score: score}
      length: 12
      splits: {train: train.csv, test: test.csv}
      """;
  private static final String ALONE =
      """
      {task: embedding, format: tsv, path: texts.tsv, columns: [label, text], inputs: {text: text}, labels: none}
      """;

  @TempDir Path folder;

  @Test
  void pooledAsTheFiguresAre() {
    Tensor output = Tensor.floats(new float[] {3, 0, 1, 4, 9, 9, 0, 2, 0, 4, 0, 6}, 2, 3, 2);
    Tensor mask = Tensor.longs(new long[] {1, 1, 0, 1, 1, 1}, 2, 3);
    try (PointerScope scope = new PointerScope()) {
      for (String words :
          new String[] {"", "mean raw", "cls", "cls raw", "none", "none normalised"}) {
        Pooling pooling = Pooling.of(words);
        float[] wanted = pooling.vectors(output, Map.of("attention_mask", mask)).floats();
        org.bytedeco.pytorch.Tensor said =
            Vectors.of(
                pooling, Tensors.copyOf(output), Map.of("attention_mask", Tensors.copyOf(mask)));
        assertArrayEquals(wanted, Tensors.toModel(said).floats(), 1e-6f, words);
      }
    }
  }

  @Test
  void aCutNetworkComesNearTheOriginalsVectorsWithAndWithoutScores() throws IOException {
    Sentences.write(folder);
    Path model = folder.resolve("model.onnx");
    for (String task : new String[] {PAIRS, ALONE}) {
      Path data = Files.writeString(folder.resolve("d.yaml"), task);
      Map<Integer, Double> cosines = new LinkedHashMap<>();
      for (int epochs : new int[] {0, 6}) {
        Path out = folder.resolve("run" + task.length() + epochs);
        ModelJob job =
            Espalier.installed(Progress.NONE).model(model).data(data).target("macs", 0.4);
        job =
            job.set("study=none").set("latency.runs=5").set("tune.batch=32").set("tune.threads=1");
        PruneResult result = job.set("tune.epochs=" + epochs).prune(out);
        RunRecord record = result.record();
        assertTrue(record.outcome().certificate().certified());
        cosines.put(epochs, record.outcome().result().metrics().get("cosine"));
        assertEquals(1, record.outcome().original().metrics().get("cosine"), 1e-9);
        assertTrue(HtmlReport.html(record).contains("Which embeddings moved"));
      }
      assertTrue(cosines.get(6) > cosines.get(0), "tuned: " + cosines);
      assertTrue(cosines.get(6) > 0.9, "near the original: " + cosines);
    }
  }
}
