package dev.espalier.recurrence;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a loop's body is, whatever nodes compute it: for each record one row, a sum of
 * products of rows, each product times a constant matrix.
 *
 * <p>The form is canonical as far as cells need it: sums are multiplied out, equal products are put
 * together, and a part of an activation is the activation of that part. So two bodies that differ
 * in how gates are joined and split, or in how {@code z·h + (1-z)·g} is written, come to one
 * formula.
 *
 * @param width of the row
 * @param terms matrix by the product that it multiplies, each atom of the product with its power;
 *     the empty product is 1, its matrix one row of constants
 */
record Formula(int width, Map<Map<Atom, Integer>, Matrix> terms) {
  /** More terms than any cell comes to. */
  private static final int MOST_TERMS = 8;

  static final Map<Atom, Integer> ONE = Map.of();

  Formula {
    if (terms.size() > MOST_TERMS) {
      throw new Matrix.TooLarge();
    }
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  static Formula of(Atom atom) {
    return new Formula(atom.width(), Map.of(Map.of(atom, 1), Matrix.identity(atom.width(), 1)));
  }

  static Formula constant(float[] row) {
    Matrix matrix = Matrix.of(1, row.length, row.clone());
    return new Formula(row.length, matrix.isZero() ? Map.of() : Map.of(ONE, matrix));
  }

  /** The matrix of a product of these atoms; null where it has none. */
  @Nullable Matrix of(Map<Atom, Integer> product) {
    return terms.get(product);
  }

  /** The row, where it is the same for every record; else null. */
  float @Nullable [] constant() {
    Matrix row = terms.get(ONE);
    if (terms.size() > (row == null ? 0 : 1)) {
      return null;
    }
    float[] out = new float[width];
    for (int i = 0; row != null && i < width; i++) {
      out[i] = row.at(0, i);
    }
    return out;
  }

  /** Numbers that its matrices hold. */
  long held() {
    return terms.values().stream().mapToLong(Matrix::held).sum();
  }

  /** The sum; null where the widths do not fit. */
  @Nullable Formula plus(Formula other) {
    return broadcast(this, other, Formula::sum);
  }

  /** The product of each element; null where the widths do not fit. */
  @Nullable Formula times(Formula other) {
    return broadcast(this, other, Formula::product);
  }

  Formula scaled(float factor) {
    return mapped(width, matrix -> matrix.scaled(factor));
  }

  Formula times(Matrix matrix) {
    return mapped(matrix.columns(), m -> m.times(matrix));
  }

  Formula applied(String function) {
    return of(new Atom.Applied(function, this));
  }

  Formula columns(int from, int to) {
    Map<Map<Atom, Integer>, Matrix> out = new LinkedHashMap<>();
    terms.forEach(
        (product, matrix) -> {
          if (!product.isEmpty()
              && matrix.scales()
              && product.keySet().stream().allMatch(Atom::parts)) {
            Map<Atom, Integer> parts = new LinkedHashMap<>();
            product.forEach(
                (atom, power) -> parts.merge(atom.columns(from, to), power, Integer::sum));
            add(out, parts, Matrix.identity(to - from, matrix.scale()));
          } else {
            add(out, product, matrix.columns(from, to));
          }
        });
    return new Formula(to - from, out);
  }

  /** One behind the other. */
  static Formula joined(List<Formula> parts) {
    int width = Math.toIntExact(parts.stream().mapToLong(Formula::width).sum());
    Map<Map<Atom, Integer>, Matrix> out = new LinkedHashMap<>();
    int begin = 0;
    for (Formula part : parts) {
      int at = begin;
      part.terms.forEach((product, matrix) -> add(out, product, matrix.placed(at, width)));
      begin += part.width;
    }
    return new Formula(width, out);
  }

  private interface Change {
    Matrix of(Matrix matrix);
  }

  private Formula mapped(int newWidth, Change change) {
    Map<Map<Atom, Integer>, Matrix> out = new LinkedHashMap<>();
    terms.forEach((product, matrix) -> add(out, product, change.of(matrix)));
    return new Formula(newWidth, out);
  }

  private static @Nullable Formula broadcast(
      Formula a, Formula b, BinaryOperator<Formula> operation) {
    if (a.width == b.width) {
      return operation.apply(a, b);
    }
    if (a.width != 1 && b.width != 1) {
      return null;
    }
    Formula narrow = a.width == 1 ? a : b;
    float[] row = narrow.constant();
    if (row == null) {
      return null;
    }
    Formula wide = a.width == 1 ? b : a;
    float[] filled = new float[wide.width];
    Arrays.fill(filled, row[0]);
    return operation.apply(wide, constant(filled));
  }

  private static Formula sum(Formula a, Formula b) {
    Map<Map<Atom, Integer>, Matrix> out = new LinkedHashMap<>(a.terms);
    b.terms.forEach((product, matrix) -> add(out, product, matrix));
    return new Formula(a.width, out);
  }

  private static Formula product(Formula a, Formula b) {
    float[] left = a.constant();
    if (left != null) {
      return b.mapped(b.width, matrix -> matrix.scaledColumns(left));
    }
    float[] right = b.constant();
    if (right != null) {
      return a.mapped(a.width, matrix -> matrix.scaledColumns(right));
    }
    Map<Map<Atom, Integer>, Matrix> out = new LinkedHashMap<>();
    a.asFactor()
        .forEach(
            (x, m) ->
                b.asFactor()
                    .forEach(
                        (y, n) -> {
                          Map<Atom, Integer> both = new LinkedHashMap<>(x);
                          y.forEach((atom, power) -> both.merge(atom, power, Integer::sum));
                          add(out, both, m * n, a.width);
                        }));
    return new Formula(a.width, out);
  }

  /** Terms that are multiplied element by element, each with its factor. */
  private Map<Map<Atom, Integer>, Float> asFactor() {
    Map<Map<Atom, Integer>, Float> out = new LinkedHashMap<>();
    for (Map.Entry<Map<Atom, Integer>, Matrix> term : terms.entrySet()) {
      Matrix matrix = term.getValue();
      float first = matrix.at(0, 0);
      boolean uniform = term.getKey().isEmpty() && matrix.equals(uniform(width, first));
      if (!uniform && (term.getKey().isEmpty() || !matrix.scales())) {
        return Map.of(Map.of(new Atom.Inner(this), 1), 1f);
      }
      out.put(term.getKey(), first);
    }
    return out;
  }

  private static Matrix uniform(int width, float value) {
    float[] row = new float[width];
    Arrays.fill(row, value);
    return Matrix.of(1, width, row);
  }

  private static void add(
      Map<Map<Atom, Integer>, Matrix> terms, Map<Atom, Integer> product, float factor, int width) {
    add(
        terms,
        product,
        product.isEmpty() ? uniform(width, factor) : Matrix.identity(width, factor));
  }

  private static void add(
      Map<Map<Atom, Integer>, Matrix> terms, Map<Atom, Integer> product, Matrix matrix) {
    Map<Atom, Integer> key = Collections.unmodifiableMap(new LinkedHashMap<>(product));
    Matrix known = terms.get(key);
    Matrix sum = known == null ? matrix : known.plus(matrix);
    if (sum.isZero()) {
      terms.remove(key);
    } else {
      terms.put(key, sum);
    }
  }
}
