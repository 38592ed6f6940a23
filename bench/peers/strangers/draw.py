"""The forty names, and which twenty are kept: not looked at before the end."""

import random

# The first eight were built first, so that the product could be mended against them: they are open by that.
FIRST = ["mlp-prices", "cnn-bytes", "cnn-inception", "cnn-residual", "cnn-depthwise", "cnn-convnext", "text-news", "lstm-digits"]
TORCH = [
    "mlp-diabetes", "mlp-tumours", "mlp-shuttle", "mlp-adult", "mlp-pulsars", "mlp-twenty", "mlp-mnist-bytes",
    "cnn-plain", "cnn-vgg", "cnn-residual-kept", "cnn-squeeze", "cnn-dense", "cnn-two-digits", "cnn-xray",
    "vit-mnist", "vit-library", "mixer-cifar", "text-opinions", "letters-names", "gru-names", "tcn-oil", "lstm-load",
]
SCIKIT = ["sk-digits", "sk-adult", "sk-shuttle", "sk-diabetes", "sk-prices"]
KERAS = ["keras-prices", "keras-mnist", "keras-bytes", "keras-separable", "keras-gru"]
ALL = FIRST + TORCH + SCIKIT + KERAS


def kept():
    """Twenty of the thirty-two that were not built first."""
    return set(random.Random(24).sample(sorted(TORCH + SCIKIT + KERAS), 20))


if __name__ == "__main__":
    aside = kept()
    for name in ALL:
        print(name, "kept" if name in aside else "open")
