package dev.espalier.study;

import dev.espalier.record.DataProfile;
import dev.espalier.record.DataProfile.ClassCount;
import dev.espalier.record.DataProfile.Repeats;
import dev.espalier.record.TaskProfile;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader should know before trusting figures on this data. */
final class Doubts {
  private static final long NARROW = 300;
  private static final double RARE = 0.1;

  /** Where so many of a class are expected in train, none is no accident of what was drawn. */
  private static final double SOME = 10;

  private Doubts() {}

  static List<String> of(TaskProfile task, DataProfile data) {
    List<String> doubts = new ArrayList<>();
    boolean degrees = TaskKinds.CATALOGUE.find(task.kind()).filter(TaskKind::byDegrees).isPresent();
    if (task.quality().judged() < NARROW && degrees) {
      doubts.add("only " + task.quality().judged() + " examples measure the loss");
    } else if (task.quality().judged() < NARROW) {
      double half = 1.96 * Math.sqrt(0.02 / Math.max(1, task.quality().judged()));
      doubts.add(
          String.format(
              Locale.ROOT,
              "only %d examples measure the loss: its 95 %% interval reaches about %.1f points to either side",
              task.quality().judged(),
              100 * half));
    }
    if (!task.quality().unseen()) {
      doubts.add(
          "the examples that decide were seen in training, so losses look smaller than they are");
    }
    for (Repeats r : data.repeats()) {
      boolean drawn = data.layout().equals("ids"); // candidates to rank are drawn from the same few
      if (!r.where().startsWith("within") && !drawn && r.exact() + r.near() > 0) {
        doubts.add(
            String.format(
                Locale.ROOT,
                "leakage: %,d of the %,d records looked at are in train too, %,d more nearly (%s)",
                r.exact(),
                r.records(),
                r.near(),
                r.where()));
      }
      if (r.conflicting() > 0) {
        doubts.add(r.conflicting() + " equal records have different labels (" + r.where() + ")");
      }
    }
    long drifted = data.drifts().stream().filter(DataProfile.Drift::drifted).count();
    if (drifted > 0) {
      doubts.add(drifted + " features or class shares differ between train and another split");
    }
    double scale =
        (double) data.classes().stream().mapToLong(ClassCount::train).sum()
            / Math.max(1, data.classes().stream().mapToLong(ClassCount::gate).sum());
    List<String> untaught =
        data.classes().stream()
            .filter(c -> c.train() == 0 && c.gate() * scale >= SOME)
            .map(ClassCount::name)
            .toList();
    if (!untaught.isEmpty()) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "%d of %d classes do not occur in the training records that were looked at (%s): a model that is tuned without them forgets them",
              untaught.size(),
              data.classes().size(),
              String.join(", ", untaught.subList(0, Math.min(5, untaught.size())))
                  + (untaught.size() > 5 ? ", …" : "")));
    }
    if (task.metric().equals("accuracy")
        && task.balance().rarest() < RARE / Math.max(1, task.balance().classes() / 2)) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "the rarest class has %.1f %% of the examples, and accuracy hardly sees it; macro-f1 would (goal.metric)",
              100 * task.balance().rarest()));
    }
    if (data.columns().stream().anyMatch(c -> c.missing() > 0)) {
      doubts.add("some inputs are not numbers (NaN); fill them in, or leave the records out");
    }
    return doubts;
  }
}
