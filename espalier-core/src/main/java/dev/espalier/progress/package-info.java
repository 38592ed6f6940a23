/** How far work has come, for whoever follows it. */
@NullMarked
package dev.espalier.progress;

import org.jspecify.annotations.NullMarked;
