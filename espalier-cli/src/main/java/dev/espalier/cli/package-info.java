/** The command line: one class a command, and the wiring of implementations. */
@NullMarked
package dev.espalier.cli;

import org.jspecify.annotations.NullMarked;
