"""Convolutional networks of the usual kinds, small."""

import torch
from torch import nn


def conv_bn(a, b, kernel=3, stride=1, groups=1, act=nn.ReLU):
    """Convolution, BatchNormalization, activation."""
    layers = [nn.Conv2d(a, b, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(b)]
    return nn.Sequential(*layers, *([act()] if act else []))


def plain(channels, classes, inputs=3, norm=True, dropout=0.0, dense=0):
    """Convolutions with pooling where the list says 'M'; then global pooling, or one dense layer of `dense` inputs."""
    layers = []
    for c in channels:
        if c == "M":
            layers.append(nn.MaxPool2d(2))
            continue
        layers.append(conv_bn(inputs, c) if norm else nn.Sequential(nn.Conv2d(inputs, c, 3, padding=1), nn.ReLU()))
        inputs = c
    if dense:
        head = [nn.Flatten(), nn.Linear(dense, 96), nn.ReLU(), nn.Dropout(dropout), nn.Linear(96, classes)]
    else:
        head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(inputs, classes)]
    return nn.Sequential(*layers, *head)


class Basic(nn.Module):
    """Two convolutions beside their input, projected where the shape changes."""

    def __init__(self, a, b, stride):
        super().__init__()
        self.body = nn.Sequential(conv_bn(a, b, stride=stride), conv_bn(b, b, act=None))
        self.skip = conv_bn(a, b, 1, stride, act=None) if a != b or stride > 1 else nn.Identity()

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


def residual(widths, blocks, classes, inputs=3):
    """A ResNet of basic blocks."""
    layers, last = [conv_bn(inputs, widths[0])], widths[0]
    for i, w in enumerate(widths):
        for j in range(blocks):
            layers.append(Basic(last, w, 2 if i > 0 and j == 0 else 1))
            last = w
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, classes))


def depthwise(widths, classes, inputs=3, act=nn.ReLU6):
    """MobileNet: depthwise and pointwise convolutions in turn; every second one halves the image."""
    layers, last = [conv_bn(inputs, widths[0], act=act)], widths[0]
    for i, w in enumerate(widths[1:]):
        layers += [conv_bn(last, last, stride=1 + i % 2, groups=last, act=act), conv_bn(last, w, 1, act=act)]
        last = w
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, classes))


class Squeeze(nn.Module):
    """Squeeze and excitation."""

    def __init__(self, c):
        super().__init__()
        self.gate = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(c, c // 4, 1), nn.ReLU(), nn.Conv2d(c // 4, c, 1), nn.Hardsigmoid())

    def forward(self, x):
        return x * self.gate(x)


class Inverted(nn.Module):
    """MobileNetV3's block."""

    def __init__(self, a, b, stride, grow=4):
        super().__init__()
        h, act = a * grow, nn.Hardswish
        self.body = nn.Sequential(conv_bn(a, h, 1, act=act), conv_bn(h, h, 3, stride, h, act), Squeeze(h), conv_bn(h, b, 1, act=None))
        self.same = a == b and stride == 1

    def forward(self, x):
        return x + self.body(x) if self.same else self.body(x)


def inverted(widths, classes, inputs=3):
    """A stem and two inverted residual blocks for each width."""
    layers, last = [conv_bn(inputs, widths[0], act=nn.Hardswish)], widths[0]
    for i, w in enumerate(widths):
        layers += [Inverted(last, w, 2 if i else 1), Inverted(w, w, 1)]
        last = w
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, classes))


class Mixed(nn.Module):
    """Inception's block: four ways side by side."""

    def __init__(self, a, c):
        super().__init__()
        self.ways = nn.ModuleList(
            [
                conv_bn(a, c, 1),
                nn.Sequential(conv_bn(a, c, 1), conv_bn(c, c + c // 2)),
                nn.Sequential(conv_bn(a, c // 2, 1), conv_bn(c // 2, c), conv_bn(c, c)),
                nn.Sequential(nn.MaxPool2d(3, 1, 1), conv_bn(a, c // 2, 1)),
            ]
        )

    def forward(self, x):
        return torch.cat([way(x) for way in self.ways], dim=1)


def inception(c, classes, inputs=3, dropout=0.0):
    """A stem and three mixed blocks with pooling between them."""
    return nn.Sequential(
        conv_bn(inputs, 2 * c), Mixed(2 * c, c), nn.MaxPool2d(2), Mixed(4 * c, c), nn.MaxPool2d(2), Mixed(4 * c, 2 * c),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(8 * c, classes),
    )


class Growing(nn.Module):
    """DenseNet's layer: normalise, convolve, put the result beside the input."""

    def __init__(self, a, growth):
        super().__init__()
        self.body = nn.Sequential(nn.BatchNorm2d(a), nn.ReLU(), nn.Conv2d(a, growth, 3, padding=1, bias=False))

    def forward(self, x):
        return torch.cat([x, self.body(x)], dim=1)


def dense(growth, layers, classes, inputs=3):
    """Three dense blocks; each ends in a transition to half the channels and half the size."""
    parts, c = [nn.Conv2d(inputs, 2 * growth, 3, padding=1, bias=False)], 2 * growth
    for block in range(3):
        parts += [Growing(c + i * growth, growth) for i in range(layers)]
        c += layers * growth
        if block < 2:
            parts += [nn.BatchNorm2d(c), nn.ReLU(), nn.Conv2d(c, c // 2, 1, bias=False), nn.AvgPool2d(2)]
            c //= 2
    return nn.Sequential(*parts, nn.BatchNorm2d(c), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, classes))


class Next(nn.Module):
    """ConvNeXt's block: depthwise, LayerNorm over channels that lie last, two dense layers, a learned scale."""

    def __init__(self, c):
        super().__init__()
        self.spread = nn.Conv2d(c, c, 5, padding=2, groups=c)
        self.mix = nn.Sequential(nn.LayerNorm(c), nn.Linear(c, 4 * c), nn.GELU(), nn.Linear(4 * c, c))
        self.scale = nn.Parameter(torch.full((c,), 0.1))

    def forward(self, x):
        y = self.mix(self.spread(x).permute(0, 2, 3, 1)) * self.scale
        return x + y.permute(0, 3, 1, 2)


class ConvNext(nn.Module):
    """A patch stem, blocks, a halving convolution between widths, LayerNorm before the head."""

    def __init__(self, widths, blocks, classes, inputs=3):
        super().__init__()
        parts, last = [nn.Conv2d(inputs, widths[0], 2, 2)], widths[0]
        for i, w in enumerate(widths):
            parts += [nn.Conv2d(last, w, 2, 2)] * (i > 0) + [Next(w) for _ in range(blocks)]
            last = w
        self.body = nn.Sequential(*parts)
        self.norm, self.head = nn.LayerNorm(last), nn.Linear(last, classes)

    def forward(self, x):
        return self.head(self.norm(self.body(x).mean(dim=(2, 3))))
