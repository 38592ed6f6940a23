/** Which parameters must be cut together: labels, units, groups and barriers. */
@NullMarked
package dev.espalier.coupling;

import org.jspecify.annotations.NullMarked;
