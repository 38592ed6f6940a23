/**
 * Models that spend less on easy inputs, made of one model or joined of several, chosen, proved and
 * measured.
 */
@NullMarked
package dev.espalier.dynamic;

import org.jspecify.annotations.NullMarked;
