/** Data sets: formats, splits, preprocessing. */
@NullMarked
package dev.espalier.data;

import org.jspecify.annotations.NullMarked;
