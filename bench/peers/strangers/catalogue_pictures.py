"""The networks for images."""

import convnets
from attention import LibraryTransformer, Mixer, VisionTransformer
from pictures import cifar, floats, mnist, pneumonia, raw, scaled, two_digits
from stranger import Net

MEAN, STD = [0.49, 0.48, 0.45], [0.25, 0.24, 0.26]
FIVE = (0, 1, 2, 4, 6)

PICTURES = [
    Net("cnn-bytes", "plain CNN", lambda: raw(cifar(8000, 1500, 3000, classes=FIVE, half=True)),
        lambda: convnets.plain([24, 24, "M", 48, 48, "M", 96], 5), "adam", 2e-3, 8, inside="bytes", names=("image", "scores")),
    Net("cnn-inception", "inception CNN", lambda: scaled(cifar(10000, 1500, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.inception(16, 5, dropout=0.2), "adamw", 3e-3, 8, names=("input", "output")),
    Net("cnn-residual", "residual CNN", lambda: scaled(cifar(8000, 2000, 4000, half=True), MEAN, STD),
        lambda: convnets.residual([16, 32, 64], 2, 10), "adam", 2e-3, 8, names=("input", "logits")),
    Net("cnn-depthwise", "depthwise CNN", lambda: scaled(cifar(8000, 1500, 3000, classes=FIVE), MEAN, STD),
        lambda: convnets.depthwise([16, 32, 32, 64, 64, 96], 5), "adam", 3e-3, 6, names=("input", "output")),
    Net("cnn-convnext", "ConvNeXt-like CNN", lambda: floats(cifar(8000, 1500, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.ConvNext([32, 64], 2, 5), "adamw", 2e-3, 8, names=("x", "y")),
    Net("cnn-plain", "plain CNN", lambda: scaled(cifar(6000, 1500, 3000, half=True), MEAN, STD),
        lambda: convnets.plain([24, 24, "M", 48, 48, "M", 72], 10), "sgd", 0.05, 8, style="kept", names=("input", "output")),
    Net("cnn-vgg", "plain CNN without normalisation", lambda: floats(cifar(5000, 1200, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.plain([24, 24, "M", 48, 48, "M"], 5, norm=False, dropout=0.3, dense=768), "adam", 1e-3, 8),
    Net("cnn-residual-kept", "residual CNN", lambda: scaled(cifar(6000, 1500, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.residual([16, 32], 2, 5), "sgd", 0.1, 8, style="kept", names=("input", "logits")),
    Net("cnn-squeeze", "inverted residual CNN", lambda: scaled(cifar(5000, 1200, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.inverted([16, 24, 40], 5), "adamw", 3e-3, 6, style="kept", form="softmax", names=("pixels", "probabilities")),
    Net("cnn-dense", "dense CNN", lambda: scaled(cifar(5000, 1200, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: convnets.dense(10, 3, 5), "sgd", 0.1, 7, names=("input", "output")),
    Net("cnn-two-digits", "plain CNN", lambda: scaled(two_digits(20000, 3000, 4000), [0.13], [0.31]),
        lambda: convnets.plain([16, 32, "M", 64, "M"], 100, inputs=1, dense=1344), "adam", 2e-3, 3, batch=100, style="dynamo"),
    Net("cnn-xray", "plain CNN", lambda: raw(pneumonia()),
        lambda: convnets.plain([12, "M", 24, "M", 48], 2, inputs=1, dropout=0.2), "adam", 2e-3, 4, inside="bytes", style="kept", names=("image", "scores"), fixed=True),
    Net("vit-mnist", "vision transformer", lambda: scaled(mnist(8000, 2000, 4000), [0.13], [0.31]),
        lambda: VisionTransformer(28, 7, 48, 3, 4, 10, inputs=1, dropout=0.1), "adamw", 1e-3, 5, names=("pixels", "logits")),
    Net("vit-library", "vision transformer", lambda: scaled(cifar(6000, 1500, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: LibraryTransformer(16, 4, 48, 2, 4, 5), "adamw", 1e-3, 8, style="dynamo"),
    Net("mixer-cifar", "mixer", lambda: scaled(cifar(6000, 1500, 3000, classes=FIVE, half=True), MEAN, STD),
        lambda: Mixer(16, 2, 48, 2, 5), "adamw", 2e-3, 6, names=("input", "output")),
]
