/** A program that runs what Espalier made, and depends on espalier-runtime alone. */
@NullMarked
package dev.espalier.examples.runtime;

import org.jspecify.annotations.NullMarked;
