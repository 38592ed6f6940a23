"""ResNet-20/32/44/56 for CIFAR-10 with zero-padded shortcuts, and the data they were trained on.

The architecture is that of He et al. (2015), section 4.2, option A: where a stage halves the image and doubles
the channels, the shortcut takes every second pixel and adds a quarter of zero channels on either side.
Weights come from the initializers of an ONNX file, which are named as the modules here.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
DEPTHS = {"resnet20": 3, "resnet32": 5, "resnet44": 7, "resnet56": 9}


class Selection(nn.Module):
    """Every second pixel; output channel i copies input channel source[i], or is zero where that is -1."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        pad = (out_channels - in_channels) // 2
        source = [-1] * pad + list(range(in_channels)) + [-1] * pad
        self.in_channels = in_channels
        self.register_buffer("source", torch.tensor(source))

    @property
    def out_channels(self):
        return len(self.source)

    def forward(self, x):
        x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, 1))
        return x.index_select(1, self.source % x.shape[1])


class Block(nn.Module):
    def __init__(self, in_channels, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = Selection(in_channels, channels) if stride == 2 else nn.Identity()

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self._stage(16, 16, blocks, 1)
        self.layer2 = self._stage(16, 32, blocks, 2)
        self.layer3 = self._stage(32, 64, blocks, 2)
        self.linear = nn.Linear(64, 10)

    @staticmethod
    def _stage(in_channels, channels, blocks, stride):
        rest = [Block(channels, channels, 1) for _ in range(blocks - 1)]
        return nn.Sequential(Block(in_channels, channels, stride), *rest)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


def load(name, models):
    """The trained network `name`, from the folder that holds <name>_cifar10.onnx."""
    file = onnx.load(Path(models) / f"{name}_cifar10.onnx")
    stored = {i.name: numpy_helper.to_array(i).copy() for i in file.graph.initializer}
    model = ResNet(DEPTHS[name])
    state = model.state_dict()
    for key in state:
        if not key.endswith(("num_batches_tracked", "source")):
            state[key] = torch.from_numpy(stored[key])
    model.load_state_dict(state)
    return model.eval()


def cifar10(folder, train):
    """Images (uint8, N x 3 x 32 x 32) and labels (int64) from the standard binary files."""
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] if train else ["test_batch.bin"]
    rows = np.concatenate(
        [np.fromfile(Path(folder) / n, dtype=np.uint8).reshape(-1, 3073) for n in names]
    )
    images = torch.from_numpy(np.ascontiguousarray(rows[:, 1:]).reshape(-1, 3, 32, 32))
    return images, torch.from_numpy(rows[:, 0].astype(np.int64))


def normalised(images):
    return (images.float() / 255 - MEAN) / STD


def augmented(images, generator):
    """Random crops of images padded by four black pixels, half of them mirrored; a whole batch at once."""
    n = len(images)
    padded = F.pad(images, (4, 4, 4, 4))
    top, left = torch.randint(0, 9, (2, n), generator=generator)
    steps = torch.arange(32)
    columns = left[:, None] + steps
    mirrored = torch.rand(n, generator=generator) < 0.5
    columns[mirrored] = columns[mirrored].flip(1)
    rows = (top[:, None] + steps)[:, None, :, None]
    record = torch.arange(n)[:, None, None, None]
    channel = torch.arange(3)[None, :, None, None]
    return padded[record, channel, rows, columns[:, None, None, :]]


@torch.no_grad()
def accuracy(model, images, labels, batch=500):
    model.eval()
    right = 0
    for i in range(0, len(images), batch):
        right += (model(normalised(images[i : i + batch])).argmax(1) == labels[i : i + batch]).sum().item()
    return right / len(images)


def macs_and_parameters(model):
    """Multiply-accumulates of convolutions and linear layers for one image, and all weights."""
    macs = 0

    def count(module, _, output):
        nonlocal macs
        positions = output[0, 0].numel() if isinstance(module, nn.Conv2d) else 1
        macs += module.weight.numel() * positions

    kinds = (nn.Conv2d, nn.Linear)
    hooks = [m.register_forward_hook(count) for m in model.modules() if isinstance(m, kinds)]
    with torch.no_grad():
        model(torch.zeros(1, 3, 32, 32))
    for hook in hooks:
        hook.remove()
    return macs, sum(p.numel() for p in model.parameters())
