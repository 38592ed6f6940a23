/**
 * From a candidate and its targets to a smaller candidate: by an allocation, a search, or in the
 * best of several ways.
 */
@NullMarked
package dev.espalier.cut;

import org.jspecify.annotations.NullMarked;
