/** How much is kept where, so that a budget is met. */
@NullMarked
package dev.espalier.allocation;

import org.jspecify.annotations.NullMarked;
