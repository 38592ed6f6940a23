"""Pictures with masks, and a segmenter's figures by scikit-learn.

segmentation.py make FOLDER             shapes (discs 1, squares 2, triangles 3 in noise) and vessels (thin bent lines in a
                                        round field of view, masks of 0 and 255), each as train, val and test, with images,
                                        masks and fov
segmentation.py figures MODEL FOLDER    of the pictures in FOLDER/images against FOLDER/masks, where FOLDER/fov is not 0
"""
import pathlib
import sys

import numpy as np
from PIL import Image

SIDE = 64
PARTS = {"train": 320, "val": 80, "test": 160}


def write(folder, number, picture, mask, field):
    for kind, values in {"images": picture, "masks": mask, "fov": field}.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        Image.fromarray(values.astype(np.uint8)).save(folder / kind / f"{number:03}.png")


def shapes(random, y, x):
    mask = np.zeros((SIDE, SIDE))
    for _ in range(random.integers(2, 5)):
        kind, size = random.integers(1, 4), random.uniform(6, 13)
        down, right = y - random.uniform(8, 56), x - random.uniform(8, 56)
        inside = [
            np.hypot(down, right) < size,
            np.maximum(abs(down), abs(right)) < 0.85 * size,
            (down < 0.7 * size) & (abs(right) < 0.6 * (down + size)),
        ][kind - 1]
        mask[inside] = kind
    brightness = np.array([70, *random.uniform(120, 190, 3)])
    picture = brightness[mask.astype(int)] + random.normal(0, 40, mask.shape)
    return picture, mask, np.full(mask.shape, 255)


def vessels(random, y, x):
    mask = np.zeros((SIDE, SIDE), dtype=bool)
    for _ in range(random.integers(3, 6)):
        at, angle, width = random.uniform(10, 54, 2), random.uniform(0, 2 * np.pi), random.uniform(0.8, 2)
        for _ in range(70):
            at = at + [np.sin(angle), np.cos(angle)]
            angle += random.normal(0, 0.15)
            mask |= np.hypot(y - at[0], x - at[1]) < width
    field = np.hypot(y - 31.5, x - 31.5) < 30
    shade = 150 + 40 * np.sin(x / 23 + random.uniform(0, 6)) - 45 * mask
    picture = np.where(field, shade, 0) + random.normal(0, 22, mask.shape)
    return picture, 255 * (mask & field), 255 * field


def make(folder):
    y, x = np.mgrid[:SIDE, :SIDE]
    for draw in (shapes, vessels):
        random = np.random.default_rng(26)
        for part, many in PARTS.items():
            for i in range(many):
                picture, mask, field = draw(random, y, x)
                write(pathlib.Path(folder) / draw.__name__ / part, i, picture.clip(0, 255), mask, field)


def figures(model, folder):
    import onnxruntime as ort
    from sklearn.metrics import accuracy_score, f1_score, jaccard_score, roc_auc_score

    folder = pathlib.Path(folder)
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    right, said, scores = [], [], []
    for file in sorted((folder / "images").iterdir()):
        read = {kind: np.asarray(Image.open(folder / kind / file.name)) for kind in ("images", "masks", "fov")}
        picture = (read["images"].astype(np.float32) / np.float32(255))[None, None]
        output = session.run(None, {session.get_inputs()[0].name: picture})[0][0]
        counts = read["fov"] > 0
        one = len(output) == 1
        right.append((read["masks"] > 0 if one else read["masks"])[counts].astype(int))
        said.append((output[0] > 0 if one else output.argmax(0))[counts].astype(int))
        scores.append(output[0][counts])
    right, said, scores = map(np.concatenate, (right, said, scores))
    average = "binary" if one else "macro"
    print(
        f"scikit-learn: iou {jaccard_score(right, said, average=average):.4f},"
        f" dice {f1_score(right, said, average=average):.4f}, accuracy {accuracy_score(right, said):.4f}"
        + (f", auc {roc_auc_score(right, scores):.4f}" if one else "")
    )


match sys.argv[1:]:
    case ["make", folder]:
        make(folder)
    case ["figures", model, folder]:
        figures(model, folder)
    case _:
        sys.exit(__doc__)
