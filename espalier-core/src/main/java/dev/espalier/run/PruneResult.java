package dev.espalier.run;

import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import dev.espalier.record.RunRecord;

/**
 * What a run came to; the same is on disk.
 *
 * @param model the result
 * @param plan from the original to it
 * @param record everything measured on the way
 */
public record PruneResult(Model model, PrunePlan plan, RunRecord record) {}
