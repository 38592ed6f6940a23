/** The report of a run: one HTML file that is a pure function of its record. */
@NullMarked
package dev.espalier.report;

import org.jspecify.annotations.NullMarked;
