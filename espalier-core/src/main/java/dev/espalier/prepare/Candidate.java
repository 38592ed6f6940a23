package dev.espalier.prepare;

import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;

/**
 * A model on its way: what is left of the original, and the plan that says so.
 *
 * @param model cut and perhaps tuned, in prepared form
 * @param plan from the original to this model's structure
 */
public record Candidate(Model model, PrunePlan plan) {}
