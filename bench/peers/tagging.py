"""A tagger's data, and its figures by seqeval.

tagging.py make TEXT FOLDER              speeches of a play as train, dev and test.conll, with a tokenizer.json of the words
                                         that train has twice; all in lower case, names tagged by the capitals they had
tagging.py figures MODEL TOKENIZER CONLL LENGTH TAG...   tags in the order of the model's scores
"""
import collections
import gzip
import json
import pathlib
import re
import sys


def speeches(text):
    """Words of each speech, and for each whether it is capitalised and begins no line or sentence."""
    for block in text.split("\n\n"):
        lines = block.strip().split("\n")[1:]
        words = []
        for line in lines:
            begins = True
            for word in re.findall(r"[A-Za-z]+(?:'[a-z]+)?|[^\sA-Za-z]", line):
                words.append((word, begins))
                begins = word in ".?!:"
        if words:
            yield words[:40]


def make(source, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    all_speeches = list(speeches(gzip.open(source, "rt").read()))
    small = {w for s in all_speeches for w, _ in s if w.islower()}
    sentences = []
    for speech in all_speeches:
        tags, before = [], False
        for word, begins in speech:
            name = word[0].isupper() and word != "I" and (not begins or word.lower() not in small)
            tags.append((word.lower(), ("I-NAME" if before else "B-NAME") if name else "O"))
            before = name
        sentences.append(tags)
    ends = {"train": int(0.8 * len(sentences)), "dev": int(0.9 * len(sentences)), "test": len(sentences)}
    begin = 0
    for part, end in ends.items():
        with open(folder / f"{part}.conll", "w") as file:
            for sentence in sentences[begin:end]:
                file.writelines(f"{word}\t{tag}\n" for word, tag in sentence)
                file.write("\n")
        begin = end
    counts = collections.Counter(re.findall(r"\w+|[^\w\s]+", " ".join(w for s in sentences[: ends["train"]] for w, _ in s)))
    words = ["[PAD]", "[UNK]"] + sorted(w for w, n in counts.items() if n > 1)
    vocabulary = {word: i for i, word in enumerate(words[:6000])}
    tokenizer = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": vocabulary},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))


def read(file):
    for block in pathlib.Path(file).read_text().strip().split("\n\n"):
        yield [line.split() for line in block.split("\n")]


def figures(model, tokenizer_file, file, length, tags):
    import numpy as np
    import onnxruntime as ort
    from seqeval.metrics import accuracy_score, f1_score, precision_score, recall_score
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(tokenizer_file)
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    right, said = [], []
    for sentence in read(file):
        # Word by word, so that nothing rests on offsets: which token begins a word is known beforehand.
        ids, first = [], []
        for word, _ in sentence:
            first.append(len(ids))
            ids += tokenizer.encode(word).ids
        padded = np.zeros((1, length), dtype=np.int64)
        padded[0, : min(length, len(ids))] = ids[:length]
        best = session.run(None, {session.get_inputs()[0].name: padded})[0][0].argmax(-1)
        seen = [(at, tag) for at, (_, tag) in zip(first, sentence) if at < length]
        right.append([tag for _, tag in seen])
        said.append([tags[best[at]] for at, _ in seen])
    print(
        f"seqeval: f1 {f1_score(right, said):.4f}, precision {precision_score(right, said):.4f},"
        f" recall {recall_score(right, said):.4f}, accuracy {accuracy_score(right, said):.4f}"
    )


match sys.argv[1:]:
    case ["make", source, folder]:
        make(source, folder)
    case ["figures", model, tokenizer, file, length, *tags]:
        figures(model, tokenizer, file, int(length), tags)
    case _:
        sys.exit(__doc__)
