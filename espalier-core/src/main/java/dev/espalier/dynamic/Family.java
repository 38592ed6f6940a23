package dev.espalier.dynamic;

import dev.espalier.data.Dataset;
import dev.espalier.task.Task;
import java.util.List;

/**
 * Models of one question, and the chains that could be made of them.
 *
 * @param task that all of them have
 * @param variants each can answer alone; the cheapest first, the original last
 * @param lines chains that end with the original; none where no other variant pays
 */
record Family(Task task, List<Variant> variants, List<StageLine> lines) {
  Family {
    variants = List.copyOf(variants);
    lines = List.copyOf(lines);
  }

  Variant original() {
    return variants.get(variants.size() - 1);
  }

  /** What all of them say of these records. */
  AnsweredRows answered(Dataset data, RowLosses losses) {
    return AnsweredRows.of(variants, task, data, losses);
  }
}
