/** The main flow: prepare, study, cut, tune, measure, decide, record. */
@NullMarked
package dev.espalier.pipeline;

import org.jspecify.annotations.NullMarked;
