"""The loss per token of a decoder, from token ids themselves: by ONNX Runtime and NumPy alone.

next_token.py MODEL NPZ            input_ids, attention_mask and split of segments (2 is the test split)
"""
import sys

import numpy as np
import onnxruntime as ort


def losses(session, ids, mask):
    logits = session.run(None, {session.get_inputs()[0].name: ids})[0].astype(np.float64)
    logits -= logits.max(-1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    each = -np.take_along_axis(logs[:, :-1], ids[:, 1:, None], -1)[..., 0]
    return each[(mask[:, :-1] * mask[:, 1:]) > 0]


match sys.argv[1:]:
    case [model, file]:
        data = np.load(file)
        test = data["split"] == 2
        session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
        each = losses(session, data["input_ids"][test], data["attention_mask"][test])
        print(f"NumPy: loss {each.mean():.4f}, perplexity {np.exp(each.mean()):.4f} of {each.size} tokens")
    case _:
        sys.exit(__doc__)
