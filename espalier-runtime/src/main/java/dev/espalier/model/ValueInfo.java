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

  /**
   * A value that is used as the file states it.
   *
   * @param name of the value
   * @param type of its elements
   * @param dims its axes
   * @param ranked whether the file states how many axes there are
   * @param rest fields of the file that are not understood, as bytes
   */
  public ValueInfo(String name, DType type, List<Dim> dims, boolean ranked, byte[] rest) {
    this(name, type, dims, ranked, rest, null);
  }

  /**
   * One axis: a known size, or a symbol (size -1; the symbol may be empty).
   *
   * @param size of the axis; -1 where it is not stated
   * @param symbol name of the size; may be empty
   */
  public record Dim(long size, String symbol) {
    /**
     * {@return an axis of this size}
     *
     * @param size of the axis
     */
    public static Dim of(long size) {
      return new Dim(size, "");
    }

    /**
     * {@return an axis whose size has a name; empty for one that is open without a name}
     *
     * @param symbol name of the size
     */
    public static Dim symbol(String symbol) {
      return new Dim(-1, symbol);
    }

    /** {@return whether its size is stated} */
    public boolean known() {
      return size >= 0;
    }

    @Override
    public String toString() {
      return known() ? Long.toString(size) : symbol.isEmpty() ? "?" : symbol;
    }
  }

  /**
   * {@return a value of this name, type and these axes}
   *
   * @param name of the value
   * @param type of its elements
   * @param dims its axes
   */
  public static ValueInfo of(String name, DType type, Dim... dims) {
    return new ValueInfo(name, type, List.of(dims), true, new byte[0]);
  }

  /**
   * {@return the same value used with other axes than its file states; written as the file states
   * it}
   *
   * @param axes as a person stated them
   */
  public ValueInfo usedWith(List<Dim> axes) {
    return new ValueInfo(name, type, axes, true, rest, inFile == null ? this : inFile);
  }

  /** {@return what is written to a file} */
  public ValueInfo asInFile() {
    return inFile == null ? this : inFile;
  }

  /**
   * {@return a value whose type and shape are left for the runtime to infer}
   *
   * @param name of the value
   */
  public static ValueInfo untyped(String name) {
    return new ValueInfo(name, DType.OTHER, List.of(), false, new byte[0]);
  }

  /**
   * {@return the same with other axes}
   *
   * @param changed the other axes
   */
  public ValueInfo withDims(List<Dim> changed) {
    return new ValueInfo(name, type, changed, true, rest);
  }
}
