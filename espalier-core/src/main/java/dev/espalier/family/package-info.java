/** Stages made of one trained model: where it can be cut in two, the pieces, and early answers. */
@NullMarked
package dev.espalier.family;

import org.jspecify.annotations.NullMarked;
