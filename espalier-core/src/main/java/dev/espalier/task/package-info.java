/** What outputs and labels mean: how they are judged, shown and trained. */
@NullMarked
package dev.espalier.task;

import org.jspecify.annotations.NullMarked;
