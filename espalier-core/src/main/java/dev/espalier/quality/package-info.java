/**
 * How good answers are: metrics, paired drops with their intervals, what to expect on new examples.
 * Numbers alone; nothing here runs a model.
 */
@NullMarked
package dev.espalier.quality;

import org.jspecify.annotations.NullMarked;
