package dev.espalier.recurrence;

/** A factor of the products of a {@link Formula}: one row for each record that is no sum. */
sealed interface Atom {
  int width();

  /** Whether columns of it are such an atom of columns of what it is made from. */
  default boolean parts() {
    return true;
  }

  default Atom columns(int from, int to) {
    throw new IllegalStateException(this + " has no parts");
  }

  /** A value that comes from outside of the step: a state or an element of a sequence. */
  record Given(String name, int width) implements Atom {
    @Override
    public boolean parts() {
      return false;
    }
  }

  /** An activation of each element; the function as ONNX names it. */
  record Applied(String function, Formula argument) implements Atom {
    @Override
    public int width() {
      return argument.width();
    }

    @Override
    public Atom columns(int from, int to) {
      return new Applied(function, argument.columns(from, to));
    }
  }

  /** A sum of products with matrices, as a factor. */
  record Inner(Formula sum) implements Atom {
    @Override
    public int width() {
      return sum.width();
    }

    @Override
    public Atom columns(int from, int to) {
      return new Inner(sum.columns(from, to));
    }
  }
}
