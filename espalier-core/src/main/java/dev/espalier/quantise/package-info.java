/**
 * Weights and values in 8 or 16 bits: which layers, on which grid, how it is written with standard
 * operators, and the float model that the result must equal.
 */
@NullMarked
package dev.espalier.quantise;

import org.jspecify.annotations.NullMarked;
