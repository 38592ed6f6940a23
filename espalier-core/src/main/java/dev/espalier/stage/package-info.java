/**
 * How one model becomes another: stages that do it, the list of what was done, and its replay from
 * that list alone.
 */
@NullMarked
package dev.espalier.stage;

import org.jspecify.annotations.NullMarked;
