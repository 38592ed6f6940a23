/** Gradients and training of ONNX graphs on libtorch. */
@NullMarked
package dev.espalier.torch;

import org.jspecify.annotations.NullMarked;
