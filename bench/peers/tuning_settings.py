"""Which tuning settings make good members of a family: many variants of ResNet-56 tuned side by side on one GPU.

Each variant keeps some residual blocks of ResNet-56 with their weights, as Espalier's block plans do, and is tuned by
the budget of training.py. All variants see the same batches and the same answers of the original; each has a captured
graph of its own, so that a step costs a millisecond. Accuracy is that of the validation split (the first 4,000 test
images, data/cifar10.yaml): the final 6,000 are never read. Needs PyTorch with CUDA.

    python tuning_settings.py --models DIR --data DIR --out DIR [--views 10] [--seed 1] NAME=BLOCKS:KEY=VALUE,... ...

BLOCKS are the kept blocks of the three stages, as in 1267.0.0468; KEYs are rate, decay, distill, temperature, epochs
and fresh (1 for random weights).
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from resnet_cifar import MEAN, STD, ResNet, cifar10, load, macs_and_parameters
from training import distilled, rate_at

DEFAULTS = {"rate": 0.05, "decay": 5e-4, "distill": 0.5, "temperature": 4.0, "epochs": 40, "fresh": 0}


class Shortcut(nn.Module):
    """Option A's zero-padded shortcut, without an index that a captured graph could not copy."""

    def __init__(self, pad):
        super().__init__()
        self.pad = pad

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))


def variant(original, blocks, fresh):
    """The blocks of the three stages that stay, with the original's weights or (fresh) random ones."""
    model = ResNet(9)
    model.load_state_dict(original.state_dict())
    for stage, kept in zip((model.layer1, model.layer2, model.layer3), blocks.split("."), strict=True):
        for i in reversed(range(9)):
            if str(i) not in kept:
                del stage[i]
    for module in model.modules():
        if fresh and isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            module.reset_parameters()
        if fresh and isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
    return shortened(model)


def shortened(model):
    for stage, pad in ((model.layer2, 8), (model.layer3, 16)):
        stage[0].shortcut = Shortcut(pad)
    return model


class Student:
    """A variant and one step of its training, captured as a CUDA graph on a stream of its own."""

    def __init__(self, name, blocks, settings, original, batch, inputs):
        self.name, self.blocks, self.settings = name, blocks, settings
        self.model = variant(original, blocks, settings["fresh"])
        self.macs = macs_and_parameters(self.model)[0]
        self.model.cuda().train()
        self.stream = torch.cuda.Stream()
        self.rate = torch.zeros((), device="cuda")
        self.weights = list(self.model.parameters())
        self.decays = [settings["decay"] if w.dim() > 1 else 0.0 for w in self.weights]
        self.momenta = [torch.zeros_like(w) for w in self.weights]
        self.log = []
        state = {k: v.clone() for k, v in self.model.state_dict().items()}
        with torch.cuda.stream(self.stream):
            for _ in range(3):
                self.train(*inputs)
        self.stream.synchronize()
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph, stream=self.stream):
            self.train(*inputs)
        self.model.load_state_dict(state)
        for m in self.momenta:
            m.zero_()

    def train(self, x, labels, answers):
        for w in self.weights:
            w.grad = None
        distilled(self.model(x), answers, labels, self.settings["temperature"], self.settings["distill"]).backward()
        with torch.no_grad():
            grads = [w.grad + w * d if d else w.grad for w, d in zip(self.weights, self.decays, strict=True)]
            torch._foreach_mul_(self.momenta, 0.9)
            torch._foreach_add_(self.momenta, grads)
            torch._foreach_sub_(self.weights, torch._foreach_mul(self.momenta, self.rate))

    def step(self, number, per_epoch):
        steps = self.settings["epochs"] * per_epoch
        if number >= steps:
            return False
        self.rate.fill_(self.settings["rate"] * rate_at(number, steps))
        self.graph.replay()
        return True

    @torch.no_grad()
    def answers(self, images):
        self.model.eval()
        answers = torch.cat([self.model(part) for part in images.split(1000)])
        self.model.train()
        return answers


class Views:
    """Crops and mirrorings, drawn once for each of so many views of all images, or anew in each epoch (0)."""

    def __init__(self, count, images, epochs, generator):
        shape = (count or epochs, images)
        self.top = torch.randint(0, 9, shape, generator=generator).cuda()
        self.left = torch.randint(0, 9, shape, generator=generator).cuda()
        self.mirrored = (torch.rand(shape, generator=generator) < 0.5).cuda()

    def of(self, padded, epoch, rows):
        view = epoch % len(self.top)
        steps = torch.arange(32, device="cuda")
        columns = self.left[view, rows][:, None] + steps
        columns = torch.where(self.mirrored[view, rows][:, None], columns.flip(1), columns)
        down = (self.top[view, rows][:, None] + steps)[:, None, :, None]
        channel = torch.arange(3, device="cuda")[None, :, None, None]
        return padded[rows[:, None, None, None], channel, down, columns[:, None, None, :]]


def normal(images):
    return (images.float() / 255 - MEAN.cuda()) / STD.cuda()


def parsed(text):
    name, rest = text.split("=", 1)
    blocks, _, settings = rest.partition(":")
    given = dict(pair.split("=") for pair in settings.split(",") if pair)
    return name, blocks, DEFAULTS | {k: type(DEFAULTS[k])(v) for k, v in given.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="folder of resnet56_cifar10.onnx")
    parser.add_argument("--data", required=True, help="folder of CIFAR-10's binary files")
    parser.add_argument("--out", required=True, help="folder for settings.json and the answers of each variant")
    parser.add_argument("--views", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("variants", nargs="+", metavar="NAME=BLOCKS:KEY=VALUE,...")
    options = parser.parse_args()

    torch.backends.cudnn.benchmark = True
    torch.manual_seed(options.seed)
    original = load("resnet56", options.models)
    images, labels = (t.cuda() for t in cifar10(options.data, train=True))
    judged, right = (t[:4000].cuda() for t in cifar10(options.data, train=False))
    padded, judged = F.pad(images, (4, 4, 4, 4)), normal(judged)
    wanted = [parsed(text) for text in options.variants]
    epochs = max(settings["epochs"] for _, _, settings in wanted)
    generator = torch.Generator().manual_seed(options.seed)
    views = Views(options.views, len(images), epochs, generator)

    x = normal(images[: options.batch])
    y = labels[: options.batch].clone()
    teacher = shortened(load("resnet56", options.models)).cuda().eval()
    with torch.no_grad():
        reference = torch.cat([teacher(part) for part in judged.split(1000)])
        answers = teacher(x).clone()
    students = [Student(*w, original, options.batch, (x, y, answers)) for w in wanted]
    print(f"original {(reference.argmax(1) == right).float().mean().item():.4f}", flush=True)

    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "original.npy", reference.half().cpu().numpy())
    per_epoch = len(images) // options.batch
    main_stream = torch.cuda.current_stream()
    started = time.perf_counter()
    for epoch in range(epochs):
        order = torch.randperm(len(images), generator=generator).cuda()
        for step in range(per_epoch):
            rows = order[step * options.batch : (step + 1) * options.batch]
            x.copy_(normal(views.of(padded, epoch, rows)))
            y.copy_(labels[rows])
            with torch.no_grad():
                answers.copy_(teacher(x))
            for student in students:
                student.stream.wait_stream(main_stream)
                with torch.cuda.stream(student.stream):
                    student.step(epoch * per_epoch + step, per_epoch)
            for student in students:
                main_stream.wait_stream(student.stream)
        if (epoch + 1) % 5 == 0 or epoch + 1 == epochs or any(s.settings["epochs"] == epoch + 1 for s in students):
            torch.cuda.synchronize()
            for student in students:
                if student.settings["epochs"] >= epoch + 1:
                    own = student.answers(judged)
                    student.log.append([epoch + 1, (own.argmax(1) == right).float().mean().item()])
                    np.save(out / f"{student.name}.npy", own.half().cpu().numpy())
            table = [
                {"name": s.name, "blocks": s.blocks, "macs": s.macs, **s.settings, "validation": s.log}
                for s in students
            ]
            (out / "settings.json").write_text(json.dumps(table, indent=1))
            print(f"epoch {epoch + 1}: {time.perf_counter() - started:.0f} s", flush=True)
    for s in students:
        print(f"{s.name:24} {s.macs / 1e6:6.1f}M " + " ".join(f"{e}:{a:.4f}" for e, a in s.log), flush=True)


main()
