package dev.espalier.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name, type and shape of a graph input or output.
 *
 * @param name the value
 * @param type element type; {@link DType#OTHER} where the value is no tensor
 * @param dims one entry an axis; empty also where the file states no shape (see {@code ranked})
 * @param ranked whether the file states a shape
 * @param rest serialised {@code ValueInfoProto} with everything else
 * @param inFile what the file states, where it is used with other axes ({@link InputShapes}); null
 *     where it is used as stated
 */
public record ValueInfo(
    String name,
    DType type,
    List<Dim> dims,
    boolean ranked,
    byte[] rest,
    @Nullable ValueInfo inFile) {
  public ValueInfo {
    dims = List.copyOf(dims);
  }

  /** A value that is used as the file states it. */
  public ValueInfo(String name, DType type, List<Dim> dims, boolean ranked, byte[] rest) {
    this(name, type, dims, ranked, rest, null);
  }

  /** One axis: a known size, or a symbol (size -1; the symbol may be empty). */
  public record Dim(long size, String symbol) {
    /** An axis of this size. */
    public static Dim of(long size) {
      return new Dim(size, "");
    }

    /** An axis whose size has a name; empty for one that is open without a name. */
    public static Dim symbol(String symbol) {
      return new Dim(-1, symbol);
    }

    /** Whether its size is stated. */
    public boolean known() {
      return size >= 0;
    }

    @Override
    public String toString() {
      return known() ? Long.toString(size) : symbol.isEmpty() ? "?" : symbol;
    }
  }

  /** A value of this name, type and these axes. */
  public static ValueInfo of(String name, DType type, Dim... dims) {
    return new ValueInfo(name, type, List.of(dims), true, new byte[0]);
  }

  /** The same value used with other axes than its file states; written as the file states it. */
  public ValueInfo usedWith(List<Dim> axes) {
    return new ValueInfo(name, type, axes, true, rest, inFile == null ? this : inFile);
  }

  /** What is written to a file. */
  public ValueInfo asInFile() {
    return inFile == null ? this : inFile;
  }

  /** A value whose type and shape are left for the runtime to infer. */
  public static ValueInfo untyped(String name) {
    return new ValueInfo(name, DType.OTHER, List.of(), false, new byte[0]);
  }

  /** The same with other axes. */
  public ValueInfo withDims(List<Dim> changed) {
    return new ValueInfo(name, type, changed, true, rest);
  }
}
