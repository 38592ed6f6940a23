package dev.espalier.coupling;

import java.util.Arrays;

/**
 * Which positions of an axis hold units of a group; the others belong to other groups. Only what is
 * held is stored, once for all axes that hold the same.
 */
public final class Held {
  private final int length;
  private final int[] positions;
  private final int[] units;

  private Held(int length, int[] positions, int[] units) {
    this.length = length;
    this.positions = positions;
    this.units = units;
  }

  /**
   * Finds the positions of an axis that hold a unit of the group.
   *
   * @param units the unit at each position of the axis, -1 where none of the group lies there
   * @return which positions hold a unit
   */
  public static Held of(int[] units) {
    Builder builder = new Builder(units.length);
    for (int i = 0; i < units.length; i++) {
      if (units[i] >= 0) {
        builder.add(i, units[i]);
      }
    }
    return builder.build();
  }

  /** {@return positions of the axis} */
  public int length() {
    return length;
  }

  /** {@return positions that hold a unit} */
  public int count() {
    return positions.length;
  }

  /**
   * {@return the k-th position that holds a unit, ascending}
   *
   * @param k counted from 0
   */
  public int position(int k) {
    return positions[k];
  }

  /**
   * {@return the unit at the k-th position that holds one}
   *
   * @param k counted from 0
   */
  public int unit(int k) {
    return units[k];
  }

  /**
   * {@return the unit at each position of the axis, -1 where none of the group lies there; a new
   * array}
   */
  public int[] everywhere() {
    int[] all = new int[length];
    Arrays.fill(all, -1);
    for (int k = 0; k < positions.length; k++) {
      all[positions[k]] = units[k];
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Held held
        && length == held.length
        && Arrays.equals(positions, held.positions)
        && Arrays.equals(units, held.units);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * length + Arrays.hashCode(positions)) + Arrays.hashCode(units);
  }

  /** Takes positions in ascending order. */
  static final class Builder {
    private static final int FIRST = 8;

    private final int length;
    private int[] positions = new int[FIRST];
    private int[] units = new int[FIRST];
    private int count;

    Builder(int length) {
      this.length = length;
    }

    void add(int position, int unit) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, 2 * count);
        units = Arrays.copyOf(units, 2 * count);
      }
      positions[count] = position;
      units[count++] = unit;
    }

    Held build() {
      return new Held(length, Arrays.copyOf(positions, count), Arrays.copyOf(units, count));
    }
  }
}
