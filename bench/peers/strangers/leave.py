"""How people bring a PyTorch network into ONNX."""

import warnings

import torch


def leave(network, example, path, style, names=("x", "y"), fixed=False):
    """Writes `path`. Styles: folded (the exporter's default), kept (BatchNormalization stays), dynamo (the newer exporter)."""
    network.eval()
    warnings.filterwarnings("ignore")
    common = {"input_names": [names[0]], "output_names": [names[1]]}
    if style == "dynamo":
        dims = None if fixed else ({0: torch.export.Dim("batch", min=1, max=4096)},)
        torch.onnx.export(network, (example,), path, dynamo=True, dynamic_shapes=dims, external_data=False, verbose=False, **common)
        return
    axes = {} if fixed else {"dynamic_axes": {names[0]: {0: "N"}, names[1]: {0: "N"}}}
    mode = torch.onnx.TrainingMode.PRESERVE if style == "kept" else torch.onnx.TrainingMode.EVAL
    fold = style != "kept"
    torch.onnx.export(network, (example,), path, dynamo=False, training=mode, do_constant_folding=fold, opset_version=17, **axes, **common)
