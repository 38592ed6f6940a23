package dev.espalier.search;

import dev.espalier.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All dimensions of a search, in an order that matters.
 *
 * @param dimensions what may be chosen, each with its choices
 */
public record Space(List<Dimension> dimensions) {
  private static final int KEY_BYTES = 12;

  public Space {
    dimensions = List.copyOf(dimensions);
  }

  /** {@return how many dimensions there are} */
  public int size() {
    return dimensions.size();
  }

  /**
   * {@return the point at these levels}
   *
   * @param levels one for each dimension, from 0
   */
  public Point point(int[] levels) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      values.add(dimensions.get(i).choices().get(levels[i]));
    }
    return new Point(values);
  }

  /**
   * {@return levels of a point; {@link IllegalArgumentException} where a value is none of the
   * choices}
   *
   * @param point of this space
   */
  public int[] levels(Point point) {
    int[] levels = new int[size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = dimensions.get(i).choices().indexOf(point.values().get(i));
      if (levels[i] < 0) {
        throw new IllegalArgumentException(point + " is not in " + this);
      }
    }
    return levels;
  }

  /**
   * {@return values by name of the dimension}
   *
   * @param point of this space
   */
  public Map<String, Integer> named(Point point) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      named.put(dimensions.get(i).name(), point.values().get(i));
    }
    return named;
  }

  /** Levels of the whole model. */
  int[] whole() {
    return dimensions.stream().mapToInt(Dimension::top).toArray();
  }

  /**
   * {@return the plan hash: equal for points that choose the same for things of the same names}
   *
   * @param point of this space
   * @param context what else decides an outcome: model, data, settings
   */
  public String key(Point point, String context) {
    StringBuilder text = new StringBuilder(context).append('\n');
    named(point).forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    byte[] hash = Sha256.digest().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
  }
}
