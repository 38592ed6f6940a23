/** What is cut as one. */
@NullMarked
package dev.espalier.granularity;

import org.jspecify.annotations.NullMarked;
