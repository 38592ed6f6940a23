/** What a run is given, and where it writes. */
@NullMarked
package dev.espalier.job;

import org.jspecify.annotations.NullMarked;
