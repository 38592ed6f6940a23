/** Which widths to try next: policies propose points, learn from their outcomes, and resume. */
@NullMarked
package dev.espalier.search;

import org.jspecify.annotations.NullMarked;
