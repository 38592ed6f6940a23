package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.files.Reason;
import dev.espalier.model.Ending;
import dev.espalier.model.Inference;
import dev.espalier.model.InputShapes;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Randomness;
import dev.espalier.model.ValueInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads ONNX files whole: what is not decoded is carried along and written back (see the package).
 *
 * <p>What only turns scores into labels stands aside as the model's {@link Ending}. Weights in
 * other files of the model's folder become part of the model. The file's own functions are put in
 * place of their calls ({@link Functions}). Nodes are put in topological order. Every fault of a
 * file is a {@link ModelFormatException} that names file, place and remedy; nothing is allocated on
 * a damaged file's word.
 */
public final class OnnxReader {
  private static final String LFS_POINTER = "version https://git-lfs";

  private OnnxReader() {}

  /** The model in this file. Cost: one pass; weights are copied once. */
  public static Model read(Path file) {
    String name = file.toString();
    Path folder = file.toAbsolutePath().getParent();
    return read(bytes(file), folder == null ? file.toAbsolutePath() : folder, name);
  }

  /**
   * The model in this file as it answers after training: see {@link Inference}; graphs of training
   * steps ({@code training_info}), which would state shapes of before a cut, are left out. One
   * whose answers depend on chance even then is refused: see {@link Randomness}.
   */
  public static Model network(Path file) {
    Model model = Inference.of(withoutTrainingSteps(read(file)));
    Randomness.refuse(model, file.toString());
    return model;
  }

  /**
   * The model in these bytes.
   *
   * @param baseFolder where external data is looked for
   * @param nameForMessages what messages call the model, usually its file
   */
  public static Model read(byte[] bytes, Path baseFolder, String nameForMessages) {
    Place place = new Place(nameForMessages);
    ModelProto parsed = parse(bytes, place);
    check(parsed, place);
    AttributeRanges.check(parsed, place);
    ModelProto proto = Functions.inlined(parsed, place);
    Model model = ModelCodec.decode(proto, new ExternalData(baseFolder), place);
    model.graph().dataInputs().forEach(input -> requireOneTensor(input, place));
    Model wired = model.withGraph(Wiring.checked(model.graph(), place));
    return Ending.apart(FixedInputs.apart(InputShapes.recorded(wired)), TensorCodec::texts);
  }

  private static Model withoutTrainingSteps(Model model) {
    try {
      ModelProto rest = ModelProto.parseFrom(model.rest());
      return rest.getTrainingInfoCount() == 0
          ? model
          : Inference.withoutTrainingSteps(
              model, rest.toBuilder().clearTrainingInfo().build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    Place place = new Place(file.toString());
    if (!Files.isRegularFile(file)) {
      throw place.fail(
          Files.exists(file)
              ? "is no regular file; name an .onnx file"
              : "no such file; check the path");
    }
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw place.fail(
            "is larger than 2 GB, more than an ONNX file can be; export it with its weights as external data");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw place.fail("cannot be read (" + Reason.of(e) + ")", e);
    }
  }

  private static ModelProto parse(byte[] bytes, Place place) {
    if (bytes.length == 0) {
      throw place.fail("is empty; export or copy the model again");
    }
    if (startsWith(bytes, LFS_POINTER)) {
      throw place.fail("is a Git LFS pointer, not the model itself; run 'git lfs pull'");
    }
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.enableAliasing(true);
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw place.fail(
          "is not an ONNX file, or is truncated or damaged; export or copy it again ("
              + e.getMessage()
              + ")",
          e);
    } catch (IOException e) {
      throw place.fail("cannot be read (" + Reason.of(e) + ")", e);
    }
  }

  private static void check(ModelProto proto, Place place) {
    if (!proto.hasGraph()) {
      throw place.fail(
          "is not an ONNX model (it holds no graph), or is truncated; export or copy it again");
    }
    if (proto.getOpsetImportCount() == 0) {
      throw place.fail(
          "states no operator set (IR version "
              + proto.getIrVersion()
              + "), which ONNX Runtime refuses: the file is of an early ONNX or truncated; re-export with opset 7 or newer");
    }
    if (proto.getGraph().getOutputCount() == 0) {
      throw place.fail("its graph has no outputs; export the model again");
    }
  }

  /** One record at least of each input must fit into one tensor. */
  private static void requireOneTensor(ValueInfo input, Place place) {
    double bytes = Math.max(1, input.type().bytes());
    for (ValueInfo.Dim dim : input.dims()) {
      bytes *= dim.known() ? dim.size() : 1;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw place.fail(
          String.format(
              Locale.ROOT,
              "input '%s' states the shape %s, %.1f GB, more than the 2 GB of one tensor here; export the model with smaller inputs",
              input.name(),
              input.dims(),
              bytes / 1e9));
    }
  }

  private static boolean startsWith(byte[] bytes, String text) {
    int n = Math.min(bytes.length, text.length());
    return new String(bytes, 0, n, StandardCharsets.ISO_8859_1).equals(text);
  }
}
