"""Prints a Markdown table from the JSON files of torch_pruning_resnet.py."""

import json
import sys
from pathlib import Path


def main():
    print("| run | MACs | parameters | original | before tuning | with new statistics | after tuning | epochs | s/epoch |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[1:]:
        path = Path(name)
        r = json.loads(path.read_text(encoding="utf-8"))
        epochs = r["epochs"]
        seconds = sum(e["seconds"] for e in epochs) / max(1, len(epochs))
        print(
            f"| {path.stem} | {r['macsRatio']:.3f} | {r['parametersRatio']:.3f} | {r['original']['test']:.4f}"
            f" | {r['beforeTuning']:.4f} | {r['beforeTuningReestimated']:.4f} | {r['afterTuning']:.4f}"
            f" | {len(epochs)} | {seconds:.0f} |"
        )


if __name__ == "__main__":
    main()
