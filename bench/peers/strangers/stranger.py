"""What one network of the collection is: where its data come from, how it is built, trained and exported."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Net:
    name: str
    kind: str
    data: Callable  # () -> Data
    build: Callable  # () -> torch module; whatever the library calls a network elsewhere
    optimiser: str = "adam"
    rate: float = 2e-3
    epochs: int = 10
    batch: int = 64
    seed: int = 1
    clip: float = 0.0
    loss: str = "classes"  # classes, quantity or binary
    form: str = "logits"  # logits, softmax, log-softmax, sigmoid; quantities: as-is, last-layer, units
    style: str = "folded"  # folded, kept, dynamo
    inside: str = ""  # a normalisation inside the model: bytes (x / 255 - 0.5) or columns (of the training examples)
    file: str = "npz"  # npz or csv
    names: tuple = ("x", "y")
    fixed: bool = False  # no dynamic batch axis
    note: str = ""
    library: str = "torch"
