package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Vectors that are to point where the teacher's do, and as far. */
record EmbeddingMatching() implements Imitation {
  private static final double TINY = 1e-12;

  @Override
  public String name() {
    return "embedding-matching";
  }

  @Override
  public String summary() {
    return "one less the cosine to the original's vectors, and the squared distance as a share of their mean square";
  }

  @Override
  public String source() {
    return "Reimers and Gurevych, Making Monolingual Sentence Embeddings Multilingual, EMNLP 2020";
  }

  /** At right angles to the teacher's vectors, and as short as can be. */
  @Override
  public double chance(Task task) {
    return 2;
  }

  @Override
  public Tensor labels(List<Tensor> outputs, Tensor labels) {
    throw new DataException("embeddings are trained towards the original's, not towards labels");
  }

  @Override
  public Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature) {
    Tensor own = outputs.get(0);
    Tensor said = teacher.get(0);
    Tensor cosine =
        own.mul(said).sum(1).div(lengths(own).mul(lengths(said)).clamp_min(new Scalar(TINY)));
    double square = said.square().mean().item_double();
    Tensor distance = torch.mse_loss(own, said).div(new Scalar(Math.max(square, TINY)));
    return distance.add(cosine.neg().add(new Scalar(1.0)).mean());
  }

  private static Tensor lengths(Tensor vectors) {
    return vectors.square().sum(1).sqrt();
  }
}
