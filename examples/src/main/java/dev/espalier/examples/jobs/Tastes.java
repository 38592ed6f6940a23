package dev.espalier.examples.jobs;

import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What someone takes next, by pairs of ids: ranking. Items are of six genres, and each user likes
 * two.
 */
public final class Tastes implements Job {
  private static final int USERS = 120;
  private static final int ITEMS = 240;
  private static final int GENRES = 6;
  private static final int WIDTH = 16;

  /** Of the items that a user likes, one in so many is left to be found. */
  private static final int HELD_BACK = 12;

  /** Has no state. */
  public Tastes() {}

  @Override
  public String task() {
    return "ranking";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("tastes", 1);
    Layers layers = new Layers(g);
    String user = layers.embedding("users", g.input("user", DType.INT64), USERS, WIDTH);
    String item = layers.embedding("items", g.input("item", DType.INT64), ITEMS, WIDTH);
    String x = g.relu(g.gemm("first", g.concat(1, user, item), 64));
    x = g.relu(g.gemm("second", x, 32));
    return g.output(g.gemm("score", x, 1), "logit").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder train = new StringBuilder("user,item\n");
    StringBuilder test = new StringBuilder("user,item\n");
    for (int user = 0; user < USERS; user++) {
      List<Integer> liked = random.ints(0, GENRES).distinct().limit(2).boxed().toList();
      for (int item = 0; item < ITEMS; item++) {
        if (liked.contains(item % GENRES)) {
          StringBuilder split = random.nextInt(HELD_BACK) == 0 ? test : train;
          split.append(user).append(',').append(item).append('\n');
        }
      }
    }
    Files.writeString(folder.resolve("train.csv"), train);
    Files.writeString(folder.resolve("test.csv"), test);
    return Files.writeString(
        folder.resolve("tastes.yaml"),
        "{format: pairs, path: ., splits: {train: train.csv, test: test.csv}}\n");
  }

  @Override
  public int epochs() {
    return 20;
  }
}
