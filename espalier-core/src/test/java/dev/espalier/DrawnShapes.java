package dev.espalier;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/**
 * Small grey pictures of one bright disc in noise, with masks of it: as PNG files with what is
 * valid beside them, or as arrays.
 */
public final class DrawnShapes {
  /** Pixels of a side. */
  public static final int SIDE = 16;

  private DrawnShapes() {}

  /** A picture, its mask (0 or 1) and its valid region (the inner pixels). */
  private record Drawn(byte[] picture, byte[] mask, byte[] valid) {}

  private static Drawn draw(SplittableRandom random) {
    Drawn drawn = new Drawn(new byte[SIDE * SIDE], new byte[SIDE * SIDE], new byte[SIDE * SIDE]);
    double radius = 2.5 + 3 * random.nextDouble();
    double down = 4 + 8 * random.nextDouble();
    double right = 4 + 8 * random.nextDouble();
    for (int i = 0; i < SIDE * SIDE; i++) {
      int y = i / SIDE;
      int x = i % SIDE;
      boolean inside = Math.hypot(y - down, x - right) < radius;
      boolean rim = y == 0 || x == 0 || y == SIDE - 1 || x == SIDE - 1;
      drawn.mask[i] = (byte) (inside ? 1 : 0);
      drawn.valid[i] = (byte) (rim ? 0 : 1);
      double bright = (inside ? 170 : 80) + 30 * random.nextGaussian();
      drawn.picture[i] = (byte) Math.max(0, Math.min(255, Math.round(bright)));
    }
    return drawn;
  }

  /** Leaves so many under {@code images}, {@code masks} and {@code fov} of a folder. */
  public static void write(Path folder, int many, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < many; i++) {
      Drawn drawn = draw(random);
      png(folder.resolve("images/" + i + ".png"), drawn.picture, 1);
      png(folder.resolve("masks/" + i + ".png"), drawn.mask, 255);
      png(folder.resolve("fov/" + i + ".png"), drawn.valid, 255);
    }
  }

  /** A grey PNG file of squares. */
  private static void png(Path file, byte[] values, int times) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, (values[i] & 0xff) * times);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  /** Those of the arrays x, y and valid of bytes that are named, a picture a record. */
  public static void arrays(Path file, int many, long seed, String... names) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, ByteArrayOutputStream> all = new LinkedHashMap<>();
    for (int i = 0; i < many; i++) {
      Drawn drawn = draw(random);
      all.computeIfAbsent("x", n -> new ByteArrayOutputStream()).writeBytes(drawn.picture);
      all.computeIfAbsent("y", n -> new ByteArrayOutputStream()).writeBytes(drawn.mask);
      all.computeIfAbsent("valid", n -> new ByteArrayOutputStream()).writeBytes(drawn.valid);
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (String name : names) {
      arrays.put(name, all.get(name).toByteArray());
    }
    npz(file, arrays, many);
  }

  /** An NPZ file of arrays of bytes, {@code [records, 16, 16]}. */
  public static void npz(Path file, Map<String, byte[]> arrays, int records) throws IOException {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d), }"
            .formatted(records, SIDE, SIDE);
    byte[] padded =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        ByteBuffer start = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
        zip.write(start.put((byte) 0).putShort((short) padded.length).array());
        zip.write(padded);
        zip.write(array.getValue());
      }
    }
  }
}
