/** The operators of ONNX in terms of libtorch, one class a family. */
@NullMarked
package dev.espalier.torch.op;

import org.jspecify.annotations.NullMarked;
