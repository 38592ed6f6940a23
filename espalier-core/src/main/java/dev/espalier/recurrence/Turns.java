package dev.espalier.recurrence;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.recurrence.Known.Rows;
import dev.espalier.recurrence.Known.Truth;
import dev.espalier.recurrence.Known.Whole;
import dev.espalier.recurrence.Outside.Axis;
import dev.espalier.recurrence.Step.Carried;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A Loop or Scan as a whole: that it takes one step for each element of its sequences, and what its
 * values are at each of them.
 */
final class Turns implements Body.Inside {
  private final Hoisted.Inner inner;
  private final Outside outside;
  private final Axis time;
  private final Count length;
  private final Map<String, Count> counts;

  private Turns(Hoisted.Inner inner, Outside outside, Axis time, Count length) {
    this.inner = inner;
    this.outside = outside;
    this.time = time;
    this.length = length;
    this.counts = outside.counts(time);
  }

  /** Empty where the number of steps is not that of the elements. */
  static Optional<Body.Understood> of(Hoisted.Inner inner, Outside outside) {
    Axis time = time(inner, outside);
    Count length = time == null ? null : outside.size(time.value(), time.index(), time);
    if (time == null || length == null) {
      return Optional.empty();
    }
    Turns turns = new Turns(inner, outside, time, length);
    Body.Understood understood = turns.settled();
    return turns.all(understood) ? Optional.of(understood) : Optional.empty();
  }

  /** The axis that the first sequence is read along; null where there is none. */
  private static @Nullable Axis time(Hoisted.Inner inner, Outside outside) {
    for (Step.Sequence read : inner.step().read().values()) {
      return sequence(read.time(), outside);
    }
    for (Node node : inner.step().body().nodes()) {
      String value = node.is("Gather") ? inner.outer(node.input(0)) : "";
      Axis axis = new Axis(value, Dims.axis(node.intAttr("axis", 0), 3));
      if (sequence(axis, outside) != null && outside.constant(value) == null) {
        return axis;
      }
    }
    return null;
  }

  /** The axis, where it is one of float32 with records and features beside; else null. */
  private static @Nullable Axis sequence(Axis axis, Outside outside) {
    Shapes.Observed seen = outside.shape(axis.value());
    boolean fits = seen != null && seen.type() == DType.FLOAT && seen.rank() == 3;
    return fits && axis.index() >= 0 && axis.index() < 2 ? axis : null;
  }

  /**
   * The body, read with what is known of its states: rows stand for themselves, and whole numbers
   * are assumed to grow by 1 at each step. That they do is seen from the body (induction over
   * steps); one that does not is unknown, and the body is read again.
   */
  private Body.Understood settled() {
    Map<String, Known> given = new HashMap<>();
    if (!step().counter().isEmpty()) {
      int rank = step().body().inputs().get(0).dims().size();
      given.put(step().counter(), new Whole(Count.step(), rank));
      given.put(step().goesOn(), new Truth(List.of()));
    }
    step().carried().forEach(carried -> begin(carried, given));
    while (true) {
      Body.Understood read = Body.read(this, given);
      List<Carried> refuted =
          step().carried().stream().filter(c -> !holds(c, given, read.known())).toList();
      if (refuted.isEmpty()) {
        return read;
      }
      refuted.forEach(carried -> given.remove(carried.inside()));
    }
  }

  private void begin(Carried carried, Map<String, Known> given) {
    Shapes.Observed seen = outside.shape(carried.initial());
    Count count = counts.get(carried.initial());
    if (seen == null || !inner.outer(carried.inside()).isEmpty()) {
      return;
    }
    if (count != null) {
      Count growing = count.plus(Count.step());
      given.put(carried.inside(), new Whole(growing, seen.rank()));
    } else if (seen.type() == DType.FLOAT && seen.rank() >= 2) {
      int last = seen.rank() - 1;
      Atom.Given state = new Atom.Given(carried.inside(), seen.a()[last]);
      if (!seen.varies(last) && state.width() > 0) {
        given.put(carried.inside(), new Rows(Formula.of(state), seen.rank() - 2));
      }
    }
  }

  /** Whether the next step's number is as assumed, where one was. */
  private static boolean holds(
      Carried carried, Map<String, Known> given, Map<String, Known> known) {
    if (!(given.get(carried.inside()) instanceof Whole number)) {
      return true;
    }
    Whole next = Known.whole(known.get(carried.next()));
    return next != null && next.count().equals(number.count().plus(Count.of(1)));
  }

  /** Whether there are as many steps as elements. */
  private boolean all(Body.Understood understood) {
    Node node = step().node();
    if (node.is("Scan")) {
      return true;
    }
    List<Count> most = new ArrayList<>();
    if (node.hasInput(0)) {
      most.add(counts.getOrDefault(node.input(0), Count.of(0)));
    }
    Known begins = node.hasInput(1) ? constant(node.input(1)) : new Truth(List.of());
    Truth first = Known.truth(begins);
    Truth goesOn = Known.truth(understood.known().get(step().wantsMore()));
    if (goesOn == null) {
      goesOn = Known.truth(constant(inner.outer(step().wantsMore())));
    }
    if (first == null || goesOn == null || !first.positive().stream().allMatch(Turns::positive)) {
      return false;
    }
    for (Count left : goesOn.positive()) {
      if (left.perStep() == -1) {
        most.add(new Count(left.fixed() + 1, 0, left.perLength()));
      } else if (!positive(left)) {
        return false;
      }
    }
    return most.contains(length) && most.stream().allMatch(limit -> limit.atLeast(length));
  }

  private @Nullable Known constant(String value) {
    Tensor constant = outside.constant(value);
    return constant == null ? null : new Known.Constant(constant);
  }

  /** Whether the number is above 0 at every step. */
  private static boolean positive(Count count) {
    OptionalInt known = count.known();
    return known.isPresent() && known.getAsInt() > 0;
  }

  @Override
  public Step step() {
    return inner.step();
  }

  @Override
  public String outer(String name) {
    return inner.outer(name);
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public @Nullable Count count(String outer) {
    return counts.get(outer);
  }

  @Override
  public Count length() {
    return length;
  }

  @Override
  public @Nullable Count length(Axis axis) {
    return outside.size(axis.value(), axis.index(), time);
  }
}
