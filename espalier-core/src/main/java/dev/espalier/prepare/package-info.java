/** A model made ready for cutting, what it consists of, and the proof that a cut is exact. */
@NullMarked
package dev.espalier.prepare;

import org.jspecify.annotations.NullMarked;
