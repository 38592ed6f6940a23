"""mAP of a detector with YOLOv8's output form, by ONNX Runtime, Pillow and pycocotools alone.

    python bench/peers/detection_map.py MODEL.onnx instances_test.json IMAGES [SIDE]

Letterbox to SIDE x SIDE (320), grey 114, scale 1/255; per class non-maximum suppression at IoU 0.7,
score above 0.001, at most 100 boxes an image. Prints one JSON line.
Needs: pip install numpy pillow onnxruntime pycocotools
"""

import contextlib
import io
import json
import os
import sys

import numpy as np
import onnxruntime as ort
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SCORE, OVERLAP, BOXES = 0.001, 0.7, 100


def letterbox(path, side):
    image = Image.open(path).convert("RGB")
    ratio = min(side / image.width, side / image.height)
    width, height = round(image.width * ratio), round(image.height * ratio)
    left, top = (side - width) // 2, (side - height) // 2
    canvas = Image.new("RGB", (side, side), (114, 114, 114))
    canvas.paste(image.resize((width, height), Image.BILINEAR), (left, top))
    back = (image.width / width, image.height / height, left, top)
    return np.asarray(canvas, np.float32).transpose(2, 0, 1)[None] * np.float32(1 / 255), back


def suppressed(boxes, scores):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order, kept = np.argsort(-scores, kind="stable"), []
    while order.size:
        i, rest = order[0], order[1:]
        kept.append(i)
        low, high = np.maximum(boxes[i, :2], boxes[rest, :2]), np.minimum(boxes[i, 2:], boxes[rest, 2:])
        common = np.prod(np.clip(high - low, 0, None), axis=1)
        order = rest[common / (area[i] + area[rest] - common) <= OVERLAP]
    return kept


def found(output):
    boxes, scores = output[:4].T, output[4:].T
    corners = np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], 1)
    all_found = []
    for category in range(scores.shape[1]):
        some = scores[:, category] > SCORE
        own_boxes, own_scores = corners[some], scores[some, category]
        all_found += [(own_scores[i], category, own_boxes[i]) for i in suppressed(own_boxes, own_scores)]
    return sorted(all_found, key=lambda f: -f[0])[:BOXES]


def main(model, annotations, images, side=320):
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(annotations)
    categories = sorted(coco.getCatIds())
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    name, results = session.get_inputs()[0].name, []
    for number in coco.getImgIds():
        record, (wide, high, left, top) = letterbox(
            os.path.join(images, coco.loadImgs(number)[0]["file_name"]), side)
        for score, category, (x1, y1, x2, y2) in found(session.run(None, {name: record})[0][0]):
            results.append({
                "image_id": number,
                "category_id": categories[category],
                "bbox": [float((x1 - left) * wide), float((y1 - top) * high),
                         float((x2 - x1) * wide), float((y2 - y1) * high)],
                "score": float(score)})
    with contextlib.redirect_stdout(io.StringIO()):
        judged = COCOeval(coco, coco.loadRes(results), "bbox")
        judged.evaluate()
        judged.accumulate()
        judged.summarize()
    precision = judged.eval["precision"][0, :, :, 0, 2]
    print(json.dumps({
        "map50": judged.stats[1],
        "map50-95": judged.stats[0],
        "ap50": [float(precision[:, c].mean()) for c in range(len(categories))]}))


if __name__ == "__main__":
    main(*sys.argv[1:4], *(int(side) for side in sys.argv[4:]))
