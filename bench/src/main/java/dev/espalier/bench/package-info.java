/** Programs of the benchmarks: they write models, and tables of results. */
@NullMarked
package dev.espalier.bench;

import org.jspecify.annotations.NullMarked;
