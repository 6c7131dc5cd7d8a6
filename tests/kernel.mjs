// Runs the kernel as WebAssembly on cases that a test has written, and writes what it says.
// node kernel.mjs FOLDER: kernel.wasm, tables.bin, call.json and a file for each array of the cases.
import fs from 'node:fs'

const folder = process.argv[2]
const call = JSON.parse(fs.readFileSync(`${folder}/call.json`))
const { instance } = await WebAssembly.instantiate(fs.readFileSync(`${folder}/kernel.wasm`), {})
const kernel = instance.exports
kernel._initialize()

// Memory behind what the kernel keeps for itself, in whole vectors.
let next = kernel.__heap_base.value
function room (bytes) {
  const at = Math.ceil(next / 64) * 64
  next = at + bytes
  const missing = Math.ceil((next - kernel.memory.buffer.byteLength) / 65536)
  if (missing > 0) kernel.memory.grow(missing)
  return at
}
function put (name) {
  const bytes = fs.readFileSync(`${folder}/${name}.bin`)
  const at = room(bytes.length)
  new Uint8Array(kernel.memory.buffer).set(bytes, at)
  return at
}

const tables = put('tables')
const work = room(Number(kernel.kernel_workspace(tables)))
const given = call.given.map(put)
const results = call.results.map(([, bytes]) => room(bytes))
const cases = room(48)
const outcomes = room(8 + 4 * results.length)
const memory = new DataView(kernel.memory.buffer)
// Cases: a pointer, the stride of 8 bytes where such begin, and the other pointers. Outcomes: top, pointers.
memory.setUint32(cases, given[0], true)
memory.setBigInt64(cases + 8, BigInt(call.count), true)
given.slice(1).forEach((at, index) => memory.setUint32(cases + 16 + 4 * index, at, true))
memory.setBigInt64(outcomes, BigInt(call.top), true)
results.forEach((at, index) => memory.setUint32(outcomes + 8 + 4 * index, at, true))
kernel.kernel_run(tables, cases, 0n, BigInt(call.count), work, outcomes)
call.results.forEach(([name, bytes], index) => {
  fs.writeFileSync(`${folder}/${name}.out`, new Uint8Array(kernel.memory.buffer, results[index], bytes))
})
