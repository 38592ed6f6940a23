"""Networks of dense layers."""

from torch import nn


def mlp(sizes, dropout=0.0, norm=False, act=nn.ReLU):
    """Dense layers of these widths."""
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers += [nn.BatchNorm1d(b)] * norm + [act()] + [nn.Dropout(dropout)] * (dropout > 0)
    return nn.Sequential(*layers)


class ResidualMlp(nn.Module):
    """A stem, blocks of two dense layers beside their input, and a head."""

    def __init__(self, inputs, width, blocks, classes, dropout=0.0):
        super().__init__()
        self.stem = nn.Linear(inputs, width)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.BatchNorm1d(width), nn.Linear(width, 2 * width), nn.ReLU(), nn.Dropout(dropout), nn.Linear(2 * width, width))
            for _ in range(blocks)
        )
        self.head = nn.Sequential(nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, classes))

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = x + block(x)
        return self.head(x)
