/**
 * Trials: cut, tune, judge, one after the other, and the strategy that says which and ends with one
 * of them.
 */
@NullMarked
package dev.espalier.trial;

import org.jspecify.annotations.NullMarked;
