/** Plans: what is kept; how a model is cut by one, and the proof that the cut is exact. */
@NullMarked
package dev.espalier.plan;

import org.jspecify.annotations.NullMarked;
