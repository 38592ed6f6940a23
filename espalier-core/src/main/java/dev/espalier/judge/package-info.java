/** What a model's answers are worth against the original's, and whether that passes. */
@NullMarked
package dev.espalier.judge;

import org.jspecify.annotations.NullMarked;
