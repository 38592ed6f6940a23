package dev.espalier.cli;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** A problem that a small network learns in a second: which quarter of an 8x8 image is bright. */
final class Toy {
  static final int TRAIN = 256;
  static final int TEST = 64;

  private Toy() {}

  /** An untrained convolutional network. */
  static Path model(Path folder) {
    GraphBuilder g = GraphBuilder.settled("toy", 3);
    String x = g.input("x", 1, 8, 8);
    x = g.relu(g.conv("conv1", x, ConvSpec.of(8, 3)));
    x = g.maxPool(x, 2, 2);
    x = g.relu(g.conv("conv2", x, ConvSpec.of(12, 3)));
    return written(g.output(g.gemm("fc", g.flatten(x), 4), "logits").build(), folder);
  }

  /** An untrained network with one residual block. */
  static Path residual(Path folder) {
    GraphBuilder g = GraphBuilder.settled("residual", 3);
    String x = g.input("x", 1, 8, 8);
    x = g.relu(g.conv("conv1", x, ConvSpec.of(8, 3)));
    String inner = g.relu(g.conv("conv2", x, ConvSpec.of(8, 3)));
    x = g.relu(g.add(x, g.conv("conv3", inner, ConvSpec.of(8, 3))));
    return written(g.output(g.gemm("fc", g.flatten(x), 4), "logits").build(), folder);
  }

  private static Path written(Model model, Path folder) {
    Path file = folder.resolve(model.graph().name() + ".onnx");
    OnnxWriter.write(model, file);
    return file;
  }

  /** IDX files, as MNIST has them, and a DATA file beside them. */
  static Path data(Path folder) {
    try {
      Path idx = Files.createDirectories(folder.resolve("toy"));
      write(idx, "train", TRAIN, 1);
      write(idx, "t10k", TEST, 2);
      return Files.writeString(
          folder.resolve("toy.yaml"),
          """
          format: idx
          path: toy
          preprocess: {scale: 0.00392156862745098}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String name, int n, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer images = ByteBuffer.allocate(16 + n * 64);
    images.putInt(0x803).putInt(n).putInt(8).putInt(8);
    ByteBuffer labels = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
    for (int i = 0; i < n; i++) {
      int quarter = random.nextInt(4);
      for (int p = 0; p < 64; p++) {
        boolean bright = p / 32 == quarter / 2 && p % 8 / 4 == quarter % 2;
        images.put((byte) (random.nextInt(120) + (bright ? 80 : 0)));
      }
      labels.put((byte) quarter);
    }
    for (Map.Entry<String, ByteBuffer> file :
        Map.of("images-idx3-ubyte", images, "labels-idx1-ubyte", labels).entrySet()) {
      Files.write(folder.resolve(name + "-" + file.getKey()), file.getValue().array());
    }
  }
}
