package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.espalier.files.Reason;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes models as single ONNX files with their endings, weights as raw data; the same model gives
 * the same bytes.
 */
public final class OnnxWriter {
  /** Protobuf messages end at 2 GB; some room is left for nodes and names. */
  private static final long WEIGHT_LIMIT = Integer.MAX_VALUE - (64L << 20);

  private OnnxWriter() {}

  /** The file's contents; throws {@link ModelFormatException} above 2 GB. */
  public static byte[] bytes(Model model) {
    return proto(model).toByteArray();
  }

  /** The same for a session, which is fed no input that nothing reads ({@link FixedInputs}). */
  public static byte[] bytesToRun(Model model) {
    return encoded(model).toByteArray();
  }

  /** Writes beside {@code file}, then moves: a half-written model never stands under its name. */
  public static void write(Model model, Path file) {
    ModelProto proto = proto(model);
    Path part =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        proto.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": cannot be written (" + Reason.of(e) + "); check the disk and the folder", e);
    } finally {
      remove(part);
    }
  }

  private static ModelProto proto(Model model) {
    return encoded(FixedInputs.joined(model));
  }

  private static ModelProto encoded(Model model) {
    long weights = model.graph().initializers().values().stream().mapToLong(Tensor::byteSize).sum();
    if (weights > WEIGHT_LIMIT) {
      throw new ModelFormatException(
          "the model has "
              + weights
              + " bytes of weights, more than the 2 GB that one ONNX file can hold");
    }
    return ModelCodec.encode(model.whole());
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(part + ": cannot be removed", e);
    }
  }
}
