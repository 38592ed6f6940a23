/** What a model answers on data and how long it takes, in ONNX Runtime. */
@NullMarked
package dev.espalier.measure;

import org.jspecify.annotations.NullMarked;
