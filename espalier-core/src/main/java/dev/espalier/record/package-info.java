/**
 * What happened in a run, as data: written to {@code run.json}, read back, and shown by the report.
 */
@NullMarked
package dev.espalier.record;

import org.jspecify.annotations.NullMarked;
