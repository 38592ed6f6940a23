/** ONNX Runtime: sessions and observed shapes. The only package that touches the runtime. */
@NullMarked
package dev.espalier.ort;

import org.jspecify.annotations.NullMarked;
