/** The main flow: read {@link dev.espalier.run.Pruner#prune} from top to bottom. */
@NullMarked
package dev.espalier.run;

import org.jspecify.annotations.NullMarked;
