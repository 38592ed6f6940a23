/** How much is kept where, and how much is cut by when, so that a budget is met. */
@NullMarked
package dev.espalier.allocation;

import org.jspecify.annotations.NullMarked;
