"""Transformers and a mixer."""

import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    """Self-attention with one projection for queries, keys and values."""

    def __init__(self, width, heads, dropout=0.0):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.three, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x, mask=None):
        n, t, width = x.shape
        q, k, v = self.three(x).reshape(n, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-2, -1)) * (width // self.heads) ** -0.5
        if mask is not None:
            scores = scores.masked_fill(mask, -1e4)
        weights = functional.dropout(scores.softmax(-1), self.dropout, self.training)
        return self.out((weights @ v).transpose(1, 2).reshape(n, t, width))


class Block(nn.Module):
    """Attention and two dense layers, each beside its input, normalised before."""

    def __init__(self, width, heads, dropout=0.0):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, dropout)
        self.dense = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Dropout(dropout), nn.Linear(2 * width, width))

    def forward(self, x, mask=None):
        x = x + self.attention(self.first(x), mask)
        return x + self.dense(self.second(x))


class VisionTransformer(nn.Module):
    """Patches, a class token, blocks."""

    def __init__(self, size, patch, width, depth, heads, classes, inputs=3, dropout=0.0):
        super().__init__()
        self.patches = nn.Conv2d(inputs, width, patch, patch)
        self.token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.places = nn.Parameter(torch.randn(1, (size // patch) ** 2 + 1, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(depth))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.places
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x[:, 0]))


class LibraryTransformer(nn.Module):
    """Patches through PyTorch's own encoder layers, as most people write it; the mean of the tokens answers."""

    def __init__(self, size, patch, width, depth, heads, classes, inputs=3, dropout=0.1):
        super().__init__()
        self.patches = nn.Conv2d(inputs, width, patch, patch)
        self.places = nn.Parameter(torch.randn(1, (size // patch) ** 2, width) * 0.02)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, 2 * width, dropout, batch_first=True, norm_first=True) for _ in range(depth)
        )
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2) + self.places
        for layer in self.layers:
            x = layer(x)
        return self.head(x.mean(dim=1))


class TextTransformer(nn.Module):
    """Word numbers, of which 0 pads; blocks; the mean over the words answers."""

    def __init__(self, words, length, width, depth, heads, classes, dropout=0.0):
        super().__init__()
        self.words, self.places = nn.Embedding(words, width), nn.Parameter(torch.randn(1, length, width) * 0.02)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(depth))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, ids):
        there = (ids != 0).unsqueeze(-1).float()
        mask = (ids == 0)[:, None, None, :]
        x = self.drop(self.words(ids) + self.places)
        for block in self.blocks:
            x = block(x, mask)
        x = (self.norm(x) * there).sum(1) / there.sum(1).clamp(min=1.0)
        return self.head(x)


class MixerBlock(nn.Module):
    """Dense layers over the places, then over the channels."""

    def __init__(self, places, width):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.over_places = nn.Sequential(nn.Linear(places, 2 * places), nn.GELU(), nn.Linear(2 * places, places))
        self.over_channels = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.over_places(self.first(x).transpose(1, 2)).transpose(1, 2)
        return x + self.over_channels(self.second(x))


class Mixer(nn.Module):
    """Patches through mixer blocks."""

    def __init__(self, size, patch, width, depth, classes, inputs=3):
        super().__init__()
        self.patches = nn.Conv2d(inputs, width, patch, patch)
        self.blocks = nn.Sequential(*[MixerBlock((size // patch) ** 2, width) for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x):
        x = self.blocks(self.patches(x).flatten(2).transpose(1, 2))
        return self.head(self.norm(x).mean(dim=1))
