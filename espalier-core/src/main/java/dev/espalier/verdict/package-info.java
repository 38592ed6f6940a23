/** Whether to be content with a run that ended, in words with what to try. */
@NullMarked
package dev.espalier.verdict;

import org.jspecify.annotations.NullMarked;
