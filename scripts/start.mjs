/** `npm start`: from a fresh clone to the assessment of a real cluster, in the terminal and as a page. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, install, root, run } from './ready.mjs'

install()
build()
const page = 'ekshield-report.html'
run(process.execPath, ['bin/ekshield.js', 'scan', 'examples/shop-prod', '-f', 'text', '-f', `html=${page}`, '--fail-on', 'none', '--allow-unknown'])
console.log(`\nThe report lies at ${join(root, page)}\n  ${pathToFileURL(join(root, page))}`)
