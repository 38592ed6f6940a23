/** Tuning candidates as the recipe says, against the original as the teacher. */
@NullMarked
package dev.espalier.training;

import org.jspecify.annotations.NullMarked;
