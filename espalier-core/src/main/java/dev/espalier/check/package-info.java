/**
 * Runs and models looked at from outside: verified, compared, inspected, watched, tried out dry.
 */
@NullMarked
package dev.espalier.check;

import org.jspecify.annotations.NullMarked;
