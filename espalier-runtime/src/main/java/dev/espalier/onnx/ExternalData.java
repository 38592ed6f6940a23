package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.espalier.files.Reason;
import dev.espalier.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensor contents that a model keeps in other files of its folder.
 *
 * <p>A model may come from anywhere, so its paths are not trusted: only regular files inside {@code
 * folder} are read, links followed, and only regions that these files have.
 *
 * @param folder where the model lies
 * @param taken contents that were read, by their place
 */
record ExternalData(Path folder, Map<Region, ByteBuffer> taken) {
  ExternalData(Path folder) {
    this(folder, new HashMap<>());
  }

  /** A stretch of a file. */
  record Region(Path file, long offset, long length) {}

  static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /**
   * The contents, all {@code expectedBytes} of them; nothing is allocated before the file is known
   * to have them.
   */
  ByteBuffer read(TensorProto tensor, long expectedBytes, Place place) {
    Region region = region(tensor, place);
    if (region.length() != expectedBytes) {
      throw place.fail(
          "its axes need "
              + expectedBytes
              + " bytes, but "
              + region.file().getFileName()
              + " holds "
              + region.length()
              + " for it; export the model again");
    }
    return read(region, place);
  }

  /** The same message with every external tensor anywhere inside holding its contents itself. */
  Message inlined(Message message, Place place) {
    if (message instanceof TensorProto tensor) {
      return isExternal(tensor) ? inlinedTensor(tensor, place) : message;
    }
    Message.Builder changed = null;
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Object inlined =
            field.isRepeated()
                ? inlinedAll((List<?>) entry.getValue(), place)
                : inlined((Message) entry.getValue(), place);
        if (!inlined.equals(entry.getValue())) {
          changed = changed == null ? message.toBuilder() : changed;
          changed.setField(field, inlined);
        }
      }
    }
    return changed == null ? message : changed.build();
  }

  private List<Message> inlinedAll(List<?> messages, Place place) {
    List<Message> inlined = new ArrayList<>();
    messages.forEach(message -> inlined.add(inlined((Message) message, place)));
    return inlined;
  }

  private TensorProto inlinedTensor(TensorProto tensor, Place place) {
    Place here = place.in("tensor", tensor.getName());
    return tensor.toBuilder()
        .clearExternalData()
        .clearDataLocation()
        .setRawData(ByteString.copyFrom(read(region(tensor, here), here)))
        .build();
  }

  private Region region(TensorProto tensor, Place place) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    Path file = inside(entries.getOrDefault("location", ""), place);
    try {
      long size = Files.size(file);
      long offset = number(entries, "offset", 0, place);
      long length = number(entries, "length", Math.max(0, size - offset), place);
      if (offset > size || length > size - offset) {
        throw place.fail(
            "external data "
                + file.getFileName()
                + " has "
                + size
                + " bytes, but "
                + length
                + " at offset "
                + offset
                + " are asked for; it is truncated or belongs to another model");
      }
      return new Region(file, offset, length);
    } catch (IOException e) {
      throw place.fail(
          "external data " + file.getFileName() + " cannot be read (" + Reason.of(e) + ")", e);
    }
  }

  private Path inside(String location, Place place) {
    try {
      Path relative = Path.of(location);
      if (location.isEmpty()
          || relative.isAbsolute()
          || location.startsWith("/")
          || location.startsWith("\\")
          || climbs(relative)) {
        throw place.fail(
            "external data '"
                + location
                + "' lies outside the model's folder; only files beside the model are read");
      }
      Path named = folder.resolve(relative);
      if (!Files.isRegularFile(named)) {
        throw place.fail(
            "external data " + location + " is missing from " + folder + "; copy it there");
      }
      Path real = named.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw place.fail(
            "external data '"
                + location
                + "' links to a file outside the model's folder; copy the file there");
      }
      return real;
    } catch (InvalidPathException e) {
      throw place.fail("external data has an impossible file name", e);
    } catch (IOException e) {
      throw place.fail("external data " + location + " cannot be read (" + Reason.of(e) + ")", e);
    }
  }

  private static boolean climbs(Path relative) {
    for (Path element : relative) {
      if (element.toString().equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static long number(Map<String, String> entries, String key, long otherwise, Place place) {
    String text = entries.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw place.fail(
          "external data has the "
              + key
              + " '"
              + text
              + "', which is no number; export the model again",
          e);
    }
    throw place.fail(
        "external data has the negative " + key + " " + text + "; export the model again");
  }

  /** Tensors that name the same region share it; regions that overlap otherwise are refused. */
  private ByteBuffer read(Region region, Place place) {
    ByteBuffer known = taken.get(region);
    if (known != null) {
      return known.duplicate();
    }
    for (Region other : taken.keySet()) {
      if (other.file().equals(region.file())
          && region.length() > 0
          && region.offset() < other.offset() + other.length()
          && other.offset() < region.offset() + region.length()) {
        throw place.fail(
            "its bytes in "
                + region.file().getFileName()
                + " overlap those of another tensor; export the model again");
      }
    }
    ByteBuffer buffer = loaded(region, place);
    taken.put(region, buffer);
    return buffer.duplicate();
  }

  private static ByteBuffer loaded(Region region, Place place) {
    if (region.length() > Integer.MAX_VALUE) {
      throw place.fail(
          "holds " + region.length() + " bytes; single tensors above 2 GB are not supported");
    }
    ByteBuffer buffer = Tensor.allocate((int) region.length());
    try (FileChannel channel = FileChannel.open(region.file())) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, region.offset() + buffer.position()) < 0) {
          throw place.fail(
              "external data " + region.file().getFileName() + " became shorter while it was read");
        }
      }
      return buffer.flip();
    } catch (IOException e) {
      throw place.fail(
          "external data " + region.file().getFileName() + " cannot be read (" + Reason.of(e) + ")",
          e);
    }
  }
}
