/** How important units and weights are, and the evidence that this is read from. */
@NullMarked
package dev.espalier.criterion;

import org.jspecify.annotations.NullMarked;
