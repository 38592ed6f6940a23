/**
 * ONNX Runtime: sessions, observed shapes, evaluation, latency. The only package that touches the
 * runtime.
 */
@NullMarked
package dev.espalier.ort;

import org.jspecify.annotations.NullMarked;
