/** The main flow: prepare, gather, cut, tune, measure, decide, record. */
@NullMarked
package dev.espalier.pipeline;

import org.jspecify.annotations.NullMarked;
