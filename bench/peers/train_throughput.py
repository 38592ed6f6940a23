"""Images a second of one training step of ResNet-20: batch 128, SGD with momentum, cross-entropy, random data.

Prints one JSON document: images a second of each round, and their median.
"""

import argparse
import json
import statistics
import time

import torch
from torch.nn import functional as F

from resnet_cifar import DEPTHS, ResNet
from training import optimiser


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="resnet20", choices=list(DEPTHS))
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=20, help="steps a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()

    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    model = ResNet(DEPTHS[options.model]).train().to(memory_format=layout)
    sgd = optimiser(model)
    images = torch.randn(options.batch, 3, 32, 32).to(memory_format=layout)
    labels = torch.randint(0, 10, (options.batch,))

    def step():
        sgd.zero_grad()
        F.cross_entropy(model(images), labels).backward()
        sgd.step()

    for _ in range(3):
        step()
    rates = []
    for _ in range(options.rounds):
        started = time.perf_counter()
        for _ in range(options.steps):
            step()
        rates.append(options.steps * options.batch / (time.perf_counter() - started))
    result = {"imagesPerSecond": statistics.median(rates), "rounds": rates, "torch": torch.__version__}
    print(json.dumps({**vars(options), **result}))


if __name__ == "__main__":
    main()
