/**
 * ONNX files to {@link dev.espalier.model.Model} and back; the only package that knows protobuf.
 *
 * <p>What has no meaning for pruning is not decoded but carried: as the {@code rest} bytes of
 * models, nodes and value infos (the original message without the decoded fields), as opaque
 * attributes, and as opaque tensors. Writing starts from these bytes and sets the decoded fields,
 * so unknown protobuf fields survive too.
 */
@NullMarked
package dev.espalier.onnx;

import org.jspecify.annotations.NullMarked;
