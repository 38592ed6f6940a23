"""Judges sentence embeddings by the usual libraries (onnxruntime, tokenizers, scipy), for comparison with Espalier.

embedding.py figures MODEL TOKENIZER PAIRS.csv       Spearman of the cosines with the scores
embedding.py pairs PAIRS.csv OUT.tsv                 the two texts of each pair, for bench/langchain4j/Embed.java
embedding.py spearman PAIRS.csv COSINES.txt          Spearman of cosines that another program printed
embedding.py times TOKENS ORIGINAL RESULT...         mean milliseconds a call of each, one thread, calls in turn
"""

import csv
import sys
import time

import numpy as np


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def spearman(cosines, pairs):
    from scipy.stats import spearmanr

    print(f"spearman {spearmanr(cosines, [float(p['score']) for p in pairs]).statistic:.6f} on {len(pairs)} pairs")


def session(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def figures(model, tokenizer, path):
    from tokenizers import Tokenizer

    words = Tokenizer.from_file(tokenizer)
    words.enable_truncation(128)
    words.no_padding()
    run = session(model)
    names = {i.name for i in run.get_inputs()}
    known = {}

    def vector(text):
        if text not in known:
            said = words.encode(text)
            inputs = {"input_ids": said.ids, "attention_mask": said.attention_mask, "token_type_ids": said.type_ids}
            tokens = run.run(None, {k: np.array([v], np.int64) for k, v in inputs.items() if k in names})[0][0]
            mean = tokens.mean(0)
            known[text] = mean / np.linalg.norm(mean)
        return known[text]

    pairs = rows(path)
    spearman([float(vector(p["sentence1"]) @ vector(p["sentence2"])) for p in pairs], pairs)


def times(tokens, *models, rounds=200):
    sessions = [session(m) for m in models]
    names = [{i.name for i in s.get_inputs()} for s in sessions]
    ids = np.random.default_rng(1).integers(1000, 20000, (1, int(tokens)))
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    taken = np.zeros((rounds, len(models)))
    order = np.random.default_rng(2)
    for i in range(-20, rounds):
        for m in order.permutation(len(models)):  # who comes behind whom matters to caches
            given = {k: v for k, v in inputs.items() if k in names[m]}
            start = time.perf_counter()
            sessions[m].run(None, given)
            if i >= 0:
                taken[i, m] = 1000 * (time.perf_counter() - start)
    mean, median = taken.mean(0), np.median(taken, 0)
    for m, model in enumerate(models):
        ratio = np.median(taken[:, 0] / taken[:, m])
        print(
            f"{tokens} tokens: mean {mean[m]:.3f} ms ({mean[0] / mean[m]:.2f}x), median {median[m]:.3f} ms, "
            f"median of the ratios {ratio:.2f}x: {model}"
        )


def main(what, *arguments):
    if what == "pairs":
        with open(arguments[1], "w", encoding="utf-8") as out:
            for p in rows(arguments[0]):
                out.write(f"{p['sentence1']}\t{p['sentence2']}\n")
    elif what == "spearman":
        spearman([float(line) for line in open(arguments[1], encoding="utf-8")], rows(arguments[0]))
    else:
        {"figures": figures, "times": times}[what](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
