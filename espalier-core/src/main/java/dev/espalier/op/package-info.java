/** One rule an operator family: how labels pass it, what it costs, how it is cut. */
@NullMarked
package dev.espalier.op;

import org.jspecify.annotations.NullMarked;
