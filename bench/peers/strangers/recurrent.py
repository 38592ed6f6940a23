"""Networks over time: LSTM, GRU, temporal convolutions, convolutions over letters."""

import torch
from torch import nn


class Recurrent(nn.Module):
    """LSTM or GRU over [N, T, F], or over numbers of letters [N, T]; the last state or the mean over time answers."""

    def __init__(self, cell, features, width, answers, layers=1, both=False, letters=0, dropout=0.0, mean=False):
        super().__init__()
        self.letters = nn.Embedding(letters, features) if letters else None
        self.cell = cell(features, width, layers, batch_first=True, bidirectional=both, dropout=dropout if layers > 1 else 0)
        self.mean = mean
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(width * (1 + both), answers))

    def forward(self, x):
        x = self.letters(x) if self.letters is not None else x
        x = self.cell(x)[0]
        return self.head(x.mean(dim=1) if self.mean else x[:, -1])


class Causal(nn.Module):
    """Two dilated convolutions that see only the past, beside their input."""

    def __init__(self, a, b, dilation, dropout):
        super().__init__()
        pad = nn.ConstantPad1d((2 * dilation, 0), 0.0)
        self.body = nn.Sequential(
            pad, nn.Conv1d(a, b, 3, dilation=dilation), nn.ReLU(), nn.Dropout(dropout),
            pad, nn.Conv1d(b, b, 3, dilation=dilation), nn.ReLU(), nn.Dropout(dropout),
        )
        self.skip = nn.Conv1d(a, b, 1) if a != b else nn.Identity()

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


class Temporal(nn.Module):
    """A TCN over [N, T, F]; the last hour answers, or the mean over time."""

    def __init__(self, features, width, depth, answers, dropout=0.0, mean=False):
        super().__init__()
        self.body = nn.Sequential(*[Causal(features if i == 0 else width, width, 2**i, dropout) for i in range(depth)])
        self.mean, self.head = mean, nn.Linear(width, answers)

    def forward(self, x):
        x = self.body(x.transpose(1, 2))
        return self.head(x.mean(dim=2) if self.mean else x[:, :, -1])


class Letters(nn.Module):
    """Convolutions of three widths over letters, the largest answer over time of each."""

    def __init__(self, letters, features, width, classes, dropout=0.0):
        super().__init__()
        self.letters = nn.Embedding(letters, features)
        self.ways = nn.ModuleList(nn.Conv1d(features, width, k, padding=k // 2) for k in (2, 3, 5))
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(3 * width, 64), nn.ReLU(), nn.Linear(64, classes))

    def forward(self, ids):
        x = self.letters(ids).transpose(1, 2)
        return self.head(torch.cat([torch.relu(way(x)).amax(dim=2) for way in self.ways], dim=1))
