/** Espalier from Java: what the commands do, as methods. */
@NullMarked
package dev.espalier.api;

import org.jspecify.annotations.NullMarked;
