/**
 * Models that spend less on easy rows: chains of stages, joined to one standard graph or run stage
 * by stage from Java.
 */
@NullMarked
package dev.espalier.adaptive;

import org.jspecify.annotations.NullMarked;
