// Runs the cases of SAMPLES on the models of RUN in onnxruntime-node and compares: node check.js RUN SAMPLES
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');

const RTOL = 1e-4;
const ATOL = 1e-5;
const ARRAYS = {
  FLOAT: ['float32', Float32Array], DOUBLE: ['float64', Float64Array], INT64: ['int64', BigInt64Array],
  INT32: ['int32', Int32Array], UINT8: ['uint8', Uint8Array], INT8: ['int8', Int8Array], BOOL: ['bool', Uint8Array],
};

function tensor(folder, stored) {
  const [type, Elements] = ARRAYS[stored.type];
  const bytes = fs.readFileSync(path.join(folder, stored.file));
  const aligned = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return new ort.Tensor(type, new Elements(aligned), stored.dims);
}

function byName(folder, list) {
  return Object.fromEntries(list.map((stored) => [stored.name, tensor(folder, stored)]));
}

async function main() {
  const [run, samples] = process.argv.slice(2);
  const sessions = {};
  let [calls, rows, moved, largest, close] = [0, 0, 0, 0, true];
  for (const one of JSON.parse(fs.readFileSync(path.join(samples, 'cases.json'), 'utf8'))) {
    sessions[one.model] ??= await ort.InferenceSession.create(path.join(run, one.model), { intraOpNumThreads: 1 });
    const expected = byName(samples, one.outputs);
    const given = await sessions[one.model].run(byName(samples, one.inputs), Object.keys(expected));
    const same = Array.from(expected.route.data, (route, row) => route === given.route.data[row]);
    calls += 1;
    rows += one.rows;
    moved += same.filter((s) => !s).length;
    for (const [name, wanted] of Object.entries(expected)) {
      const got = given[name];
      if (got.type !== wanted.type || String(got.dims) !== String(wanted.dims)) {
        close = false;
        console.error(`${one.model}: ${name} is ${got.type}[${got.dims}], not ${wanted.type}[${wanted.dims}]`);
        continue;
      }
      const width = wanted.data.length / Math.max(1, one.rows);
      for (let i = 0; i < wanted.data.length; i++) {
        if (same[Math.floor(i / width)]) {
          const [a, b] = [Number(got.data[i]), Number(wanted.data[i])];
          const off = Math.abs(a - b);
          largest = Math.max(largest, off);
          close = close && off <= ATOL + RTOL * Math.abs(b);
        }
      }
    }
  }
  const good = calls > 0 && close && moved === 0;
  const version = require('onnxruntime-node/package.json').version;
  console.log(`| onnxruntime-node ${version} | ${calls} | ${rows} | ${moved} | ${largest.toExponential(1)} | ${good ? 'equal' : 'DIFFERENT'} |`);
  process.exit(good ? 0 : 1);
}

main();
