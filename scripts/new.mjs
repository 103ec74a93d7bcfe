/** `npm run new <layer>/<name>`: scaffolds a control that fails its tests until it is written. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './ready.mjs'

const layers = ['host', 'image', 'iam', 'network', 'pod', 'runtime', 'data', 'tenancy', 'audit', 'response', 'compliance']
const [id = ''] = process.argv.slice(2)
const [layer, name, ...more] = id.split('/')
const stop = (text) => {
  console.error(text)
  process.exit(2)
}
if (!layers.includes(layer) || more.length > 0) stop(`npm run new <layer>/<name>, where the layer is one of ${layers.join(', ')}`)
if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? '')) stop('The name tells the fault in kebab-case: privileged-container, public-endpoint.')
const file = `src/controls/${layer}/${name}.ts`
if (existsSync(join(root, file))) stop(`${file} is there already.`)

writeFileSync(
  join(root, file),
  `/** TODO: the fault in one sentence. */
import { everyContainer, isNot } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'TODO: the good state, as a sentence without a full stop',
  severity: 'medium',
  about: 'workloads',
  must: everyContainer('TODO.path', isNot(true)),
  why: 'TODO: why it matters, in two or three sentences that a tired engineer understands.',
  fix: 'TODO: what to do, with the exact field or command.',
  examples: {
    good: [
      \`apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1}]}\`,
    ],
    bad: [],
  },
})
`,
)
run(process.execPath, ['scripts/run.mjs', 'scripts/generate.ts'])
console.log(`Wrote ${file}. Fill in the TODOs, give it two bad examples, name it in a row of src/benchmarks/, then: npm test -- -t '${id}'`)
