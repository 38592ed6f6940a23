package dev.espalier.examples.jobs;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Each pixel of grey pictures, by folders of images and masks: {@code task: segmentation}. */
public final class Discs implements Job {
  private static final int SIDE = 16;

  /** Has no state. */
  public Discs() {}

  @Override
  public String task() {
    return "segmentation";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("discs", 1);
    String x = g.relu(g.conv("first", g.input("x", 1, SIDE, SIDE), ConvSpec.of(16, 3)));
    x = g.relu(g.conv("second", x, ConvSpec.of(16, 3)));
    return g.output(g.conv("head", x, ConvSpec.of(2, 1)), "mask").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    draw(folder.resolve("discs/train"), 192, 1);
    draw(folder.resolve("discs/test"), 48, 2);
    return Files.writeString(
        folder.resolve("discs.yaml"),
        """
        task: segmentation
        format: masks
        path: discs
        images: images
        masks: masks
        splits: {train: train, test: test}
        preprocess: {channels: 1, scale: 0.00392156862745098}
        """);
  }

  /** One bright disc in noise, with a mask of it. */
  private static void draw(Path folder, int many, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("masks"));
    for (int i = 0; i < many; i++) {
      double radius = random.nextDouble(2.5, 5.5);
      double down = random.nextDouble(4, 12);
      double right = random.nextDouble(4, 12);
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          boolean inside = Math.hypot(y - down, x - right) < radius;
          double grey = random.nextGaussian(inside ? 170 : 80, 30);
          set(image.getRaster(), x, y, (int) Math.max(0, Math.min(255, grey)));
          set(mask.getRaster(), x, y, inside ? 255 : 0);
        }
      }
      ImageIO.write(image, "png", folder.resolve("images/" + i + ".png").toFile());
      ImageIO.write(mask, "png", folder.resolve("masks/" + i + ".png").toFile());
    }
  }

  private static void set(WritableRaster raster, int x, int y, int grey) {
    raster.setSample(x, y, 0, grey);
  }

  @Override
  public int epochs() {
    return 12;
  }
}
