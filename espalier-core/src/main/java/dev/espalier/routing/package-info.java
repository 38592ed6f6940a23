/**
 * Which stage of a chain answers which record: thresholds, what they cost, and what is sure of
 * them. Numbers only.
 */
@NullMarked
package dev.espalier.routing;

import org.jspecify.annotations.NullMarked;
