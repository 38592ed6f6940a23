/** How much is cut by when. */
@NullMarked
package dev.espalier.schedule;

import org.jspecify.annotations.NullMarked;
