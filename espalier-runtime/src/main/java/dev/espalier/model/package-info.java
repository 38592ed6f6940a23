/** The model graph: immutable values that every stage takes and returns. */
@NullMarked
package dev.espalier.model;

import org.jspecify.annotations.NullMarked;
