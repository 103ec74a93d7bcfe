/** `fix --apply` over files, killed at any moment: each file is as before or as after, as the ledger tells, and the next run settles it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readLedger, type Told } from '../../src/fix/ledger.ts'
import { ekshieldBeside, folderOf } from '../kit/cli.ts'

const [count, kills] = [30, 60]
const names = Array.from({ length: count }, (_, i) => `w${String(i).padStart(2, '0')}.yaml`)
const before = (name: string) => `# ${name}
{apiVersion: v1, kind: Pod, metadata: {name: ${name.slice(0, 3)}, namespace: shop}, spec: {enableServiceLinks: true, containers: [{name: c, image: c}]}}
`
const after = (name: string) => before(name).replace('enableServiceLinks: true', 'enableServiceLinks: false')

it('leaves every file whole, and the ledger tells which', async () => {
  const [folder, state] = [folderOf(Object.fromEntries(names.map((name) => [name, before(name)]))), folderOf({})]
  const ledger = join(state, 'ledger.jsonl')
  const fix = (args: readonly string[], until?: (kill: (signal: NodeJS.Signals) => void) => void) =>
    ekshieldBeside(['fix', ...args, '--ledger', ledger], { ...(until && { until }) })
  const apply = [folder, '--only', 'pod/service-links', '--apply']
  const texts = () => names.map((name) => readFileSync(join(folder, name), 'utf8'))
  const linesOf = () => {
    try {
      return readFileSync(ledger, 'utf8').split('\n').length - 1
    } catch {
      return 0
    }
  }
  expect(await fix(apply)).toMatchObject({ code: 0 })
  expect(texts()).toEqual(names.map(after))
  expect(await fix(['--undo'])).toMatchObject({ code: 0 })
  expect(texts()).toEqual(names.map(before))
  let [open, halves] = [0, 0]
  for (let kill = 0; kill < kills; kill++) {
    const at = linesOf() + Math.ceil(Math.random() * 2 * count)
    await fix(apply, (end) => {
      const timer = setInterval(() => {
        if (linesOf() < at) return
        clearInterval(timer)
        end('SIGKILL')
      }, 1)
      setTimeout(() => clearInterval(timer), 20_000).unref()
    })
    const last = new Map<string, Told>()
    for (const one of await readLedger(ledger)) if (one.begin.write.to === 'file') last.set(one.begin.write.file, one)
    const states = texts().map((text, i) => (text === before(names[i] as string) ? 'before' : text === after(names[i] as string) ? 'after' : 'torn'))
    expect(states, `kill ${kill}`).not.toContain('torn')
    const untrue = names.filter((name, i) => {
      const told = last.get(join(folder, name))
      if (told && told.outcome === undefined) return false
      const stands = told?.outcome === 'made' && told.begin.undoes === undefined && !told.isTakenBack
      return states[i] !== (stands ? 'after' : 'before')
    })
    expect(untrue, `kill ${kill}`).toEqual([])
    open += [...last.values()].filter(({ outcome }) => outcome === undefined).length
    if (new Set(states).size === 2) halves++
    // What was begun and never judged is taken back by the next run, before anything else.
    const settled = await fix(['--undo'])
    expect(settled.code, settled.err).toBe(0)
    expect(texts()).toEqual(names.map(before))
    // What was being written beside a file when the program was killed is no manifest.
    expect(readdirSync(folder).filter((name) => !names.includes(name) && /\.(ya?ml|json)$/.test(name))).toEqual([])
  }
  console.log(`${kills} kills of an apply over ${count} files: ${halves} met it halfway, ${open} writes were not told to their end; all as the ledger tells`)
  expect(halves).toBeGreaterThan(kills / 4)
})
