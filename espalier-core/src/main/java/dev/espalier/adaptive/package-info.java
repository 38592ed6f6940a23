/** Models that spend less on easy inputs: chains of stages, any of which may answer. */
@NullMarked
package dev.espalier.adaptive;

import org.jspecify.annotations.NullMarked;
