/** Ports through which training is asked for; espalier-torch answers them. */
@NullMarked
package dev.espalier.tune;

import org.jspecify.annotations.NullMarked;
