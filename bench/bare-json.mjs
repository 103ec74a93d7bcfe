/** The bare process that a dump is measured against: JSON.parse of the same pods, in pieces where a string cannot hold them. */
import { readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
const bytes = readFileSync(file)
const limit = 256 << 20
let items = 0
if (bytes.length < limit) items = JSON.parse(bytes.toString('utf8')).items.length
else {
  // kubectl prints every item at the same depth, and no line break stands inside a JSON string.
  const mark = Buffer.from('\n        {')
  let from = bytes.indexOf(mark) + 1
  while (from > 0 && from < bytes.length) {
    let to = from + limit < bytes.length ? bytes.lastIndexOf(mark, from + limit) : -1
    if (to <= from) to = bytes.lastIndexOf('\n    ]')
    items += JSON.parse(`[${bytes.toString('utf8', from, to).replace(/,\s*$/, '')}]`).length
    from = to + 1
    if (bytes.indexOf(mark, from - 1) === -1) break
  }
}
console.log(items)
