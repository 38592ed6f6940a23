package dev.espalier.adaptive;

import dev.espalier.model.Model;

/**
 * A whole model that is to answer for another.
 *
 * @param name of its stage
 * @param model as it was exported
 * @param preprocessing from the original's input to the member's
 * @param answer what its first output holds
 */
public record Member(String name, Model model, Affine preprocessing, RowAnswer answer) {}
