/**
 * Loops and Scans whose body is one step of a GRU, an LSTM or a simple RNN, written as that
 * operator.
 */
@NullMarked
package dev.espalier.recurrence;

import org.jspecify.annotations.NullMarked;
