package dev.espalier.recurrence;

import dev.espalier.recurrence.Known.Rows;
import dev.espalier.recurrence.Known.Truth;
import dev.espalier.recurrence.Known.Whole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic of what is known inside of a step. */
final class Sums {
  private Sums() {}

  /** Add, Sub or Mul; null where nothing is known of the result. */
  static @Nullable Known of(String op, @Nullable Known a, @Nullable Known b) {
    Whole m = Known.whole(a);
    Whole n = Known.whole(b);
    if (m != null && n != null) {
      int rank = Math.max(m.rank(), n.rank());
      return switch (op) {
        case "Add" -> new Whole(m.count().plus(n.count()), rank);
        case "Sub" -> new Whole(m.count().minus(n.count()), rank);
        default -> null;
      };
    }
    Rows x = Known.rows(a);
    Rows y = Known.rows(b);
    if (x == null || y == null) {
      return null;
    }
    Formula result =
        switch (op) {
          case "Add" -> x.formula().plus(y.formula());
          case "Sub" -> x.formula().plus(y.formula().scaled(-1));
          default -> x.formula().times(y.formula());
        };
    return result == null ? null : new Rows(result, Math.max(x.ones(), y.ones()));
  }

  static @Nullable Known negative(@Nullable Known value) {
    return value instanceof Rows rows
        ? new Rows(rows.formula().scaled(-1), rows.ones())
        : value instanceof Whole number
            ? new Whole(Count.of(0).minus(number.count()), number.rank())
            : null;
  }

  /** A comparison of whole numbers, or both of two truths; null where nothing is known of it. */
  static @Nullable Truth truth(String op, @Nullable Known a, @Nullable Known b) {
    if (op.equals("And")) {
      Truth s = Known.truth(a);
      Truth t = Known.truth(b);
      if (s == null || t == null) {
        return null;
      }
      List<Count> both = new ArrayList<>(s.positive());
      both.addAll(t.positive());
      return new Truth(both);
    }
    Whole m = Known.whole(a);
    Whole n = Known.whole(b);
    if (m == null || n == null) {
      return null;
    }
    Count more = op.startsWith("Less") ? n.count().minus(m.count()) : m.count().minus(n.count());
    return new Truth(List.of(op.endsWith("Equal") ? more.plus(Count.of(1)) : more));
  }
}
