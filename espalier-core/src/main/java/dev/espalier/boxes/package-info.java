/** What detectors say: decoders of their outputs, non-maximum suppression, average precision. */
@NullMarked
package dev.espalier.boxes;

import org.jspecify.annotations.NullMarked;
