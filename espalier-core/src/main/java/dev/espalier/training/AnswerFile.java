package dev.espalier.training;

import dev.espalier.files.Reason;
import dev.espalier.model.DType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The entries of an {@link AnswerMemory} on disk, each appended when it is known, so that a resumed
 * run knows them too. What a kill cut off at the end is left out.
 */
final class AnswerFile implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 24;

  private final Path path;

  /** Not a channel: one would be closed by an interrupt of any thread that writes. */
  private final RandomAccessFile file;

  /** Opens the file, which may not exist yet, and hands over the entries in it. */
  AnswerFile(Path path, BiConsumer<AnswerMemory.Key, AnswerMemory.Answers> entries) {
    this.path = path;
    try {
      this.file = new RandomAccessFile(path.toFile(), "rw");
      long whole = read(entries);
      file.setLength(whole);
      file.seek(whole);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + path + ": " + Reason.of(e), e);
    }
  }

  /** Reads every complete entry and returns the offset after the last one. */
  private long read(BiConsumer<AnswerMemory.Key, AnswerMemory.Answers> entries) throws IOException {
    long end = 0;
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 16));
    try {
      while (true) {
        AnswerMemory.Key key = new AnswerMemory.Key(in.readLong(), in.readLong());
        AnswerMemory.Answers answers = answers(in);
        entries.accept(key, answers);
        end += bytes(answers);
      }
    } catch (EOFException e) {
      return end;
    }
  }

  private static AnswerMemory.Answers answers(DataInputStream in) throws IOException {
    List<AnswerMemory.Shape> shapes = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    int outputs = in.readUnsignedByte();
    for (int o = 0; o < outputs; o++) {
      DType type = DType.of(in.readUnsignedByte());
      int rank = in.readUnsignedByte();
      List<Integer> dims = new ArrayList<>();
      for (int d = 0; d < rank; d++) {
        dims.add(in.readInt());
      }
      int width = in.readInt();
      if (width < 0 || width > MOST_BYTES) {
        throw new EOFException("damaged");
      }
      byte[] own = new byte[width];
      in.readFully(own);
      shapes.add(new AnswerMemory.Shape(type, dims));
      values.add(own);
    }
    return new AnswerMemory.Answers(shapes, values);
  }

  private static long bytes(AnswerMemory.Answers answers) {
    long bytes = 2 * Long.BYTES + 1;
    for (int o = 0; o < answers.shapes().size(); o++) {
      bytes += 2 + Integer.BYTES * (1L + answers.shapes().get(o).dims().size());
      bytes += answers.values().get(o).length;
    }
    return bytes;
  }

  /** Appends entries, in one write. */
  void append(List<AnswerMemory.Key> keys, List<AnswerMemory.Answers> answers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int i = 0; i < keys.size(); i++) {
        out.writeLong(keys.get(i).high());
        out.writeLong(keys.get(i).low());
        write(answers.get(i), out);
      }
      file.write(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + Reason.of(e), e);
    }
  }

  private static void write(AnswerMemory.Answers answers, DataOutputStream out) throws IOException {
    out.writeByte(answers.shapes().size());
    for (int o = 0; o < answers.shapes().size(); o++) {
      AnswerMemory.Shape shape = answers.shapes().get(o);
      out.writeByte(shape.type().onnx());
      out.writeByte(shape.dims().size());
      for (int extent : shape.dims()) {
        out.writeInt(extent);
      }
      byte[] own = answers.values().get(o);
      out.writeInt(own.length);
      out.write(own);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + Reason.of(e), e);
    }
  }
}
