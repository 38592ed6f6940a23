/** How a named method presents itself, and how it is found by name. */
@NullMarked
package dev.espalier.catalogue;

import org.jspecify.annotations.NullMarked;
