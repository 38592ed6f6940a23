/**
 * One example of each extension point, written as another project would write it: against public
 * types alone. docs/EXTENDING.md has the table.
 *
 * <p>To begin an extension of your own: copy the class, and write its full name as a line of the
 * file that its Javadoc names, in the folder {@code META-INF/services} of your jar. A jar on the
 * class path is enough; nothing is registered elsewhere.
 */
@NullMarked
package dev.espalier.examples;

import org.jspecify.annotations.NullMarked;
