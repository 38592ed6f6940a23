/** Results of a run, opened and called alike, whether plain or dynamic. */
@NullMarked
package dev.espalier.runtime;

import org.jspecify.annotations.NullMarked;
