/** Runs other tools' test suites through our collectors and controls, and fails below the bars. See README.md. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { controls } from '../../src/controls/index.ts'
import { type Case, readSuites } from './cases.ts'
import { inputWorld } from './input.ts'
import { scoreByFunction } from './functions.ts'
import { judgeAll, type Outcome, type Scored, score } from './score.ts'
import { suites } from './suites.ts'
import { topicOf, topics } from './topics.ts'

const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()
const folders = (process.env['EKSHIELD_CASES'] ?? join(root, '../shared/cases')).split(':').filter((folder) => folder !== '')
const json = process.argv.includes('--json')
const only = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const tell = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`)

type Tally = Record<Outcome, number>
interface Miss extends Scored {
  readonly suite: string
  readonly one: Case
}

/** Least share of right among the mapped; each miss of a suite that is `explained` must stand in README.md. */
const bars: readonly { readonly suite: string; readonly area?: string; readonly least: number; readonly explained?: true }[] = [
  { suite: 'psa', least: 1 },
  { suite: 'kyverno', area: 'pod-security', least: 1 },
  { suite: 'hardeneks', least: 0.95, explained: true },
  { suite: 'prowler-eks', least: 0.95, explained: true },
]

async function main(): Promise<number> {
  if (!folders.some(existsSync)) {
    tell(`No suites here: ${folders.join(', ')} is absent. Set EKSHIELD_CASES to the folder of cases.`)
    if (json) console.log('{}')
    return 0
  }
  const unknown = Object.values(topics)
    .flatMap((rules) => Object.values(rules).flatMap((topic) => ('controls' in topic ? topic.controls : topic)))
    .filter((id) => !controls[id])
  const tallies: Record<string, Tally> = {}
  const areas: Record<string, Tally> = {}
  const misses: Miss[] = []
  const broken = new Map<string, string>()
  for (const [suite, cases] of readSuites(folders)) {
    if (only.length > 0 && !only.includes(suite)) continue
    tallies[suite] = emptyTally()
    for (const one of cases) {
      const scored = await run(suite, one, broken)
      tallies[suite][scored.outcome] += 1
      if (one['area'] !== undefined) {
        const area = `${suite} ${one['area']}`
        areas[area] ??= emptyTally()
        areas[area][scored.outcome] += 1
      }
      if (scored.outcome !== 'right' && scored.outcome !== 'unmapped') misses.push({ suite, one, ...scored })
    }
  }
  if (json) console.log(JSON.stringify(tallies, null, 2))
  return report(tallies, areas, misses, broken, [...new Set(unknown)])
}

const emptyTally = (): Tally => ({ right: 0, silent: 0, loud: 0, unmapped: 0, refused: 0 })

async function run(suite: string, one: Case, broken: Map<string, string>): Promise<Scored> {
  const rules = suites[suite]?.rulesOf(one) ?? []
  const topic = topicOf(suite, rules, one)
  try {
    const world = await inputWorld(one, topic?.complete === true)
    const answered = scoreByFunction(suite, one)
    if (!world) return answered ?? { outcome: topic ? 'refused' : 'unmapped', says: 'nothing in it is for us' }
    const judged = judgeAll(world)
    for (const what of judged.broken) broken.set(what.replace(/(could not judge) .*?:/, '$1:'), one.id)
    const adapter = suites[suite]
    if (answered) return answered
    return adapter ? score(one, adapter, topic, world, judged.assessment) : { outcome: 'unmapped' }
  } catch (error) {
    broken.set(error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error), one.id)
    return { outcome: topic ? 'refused' : 'unmapped', says: String(error) }
  }
}

function report(
  tallies: Readonly<Record<string, Tally>>,
  areas: Readonly<Record<string, Tally>>,
  misses: readonly Miss[],
  broken: ReadonlyMap<string, string>,
  unknown: readonly string[],
): number {
  const columns: readonly Outcome[] = ['right', 'silent', 'loud', 'unmapped', 'refused']
  tell(`${'suite'.padEnd(30)}${['right', 'wrongly silent', 'wrongly loud', 'unmapped', 'refused'].map((name) => name.padStart(15)).join('')}`)
  for (const [suite, tally] of [...Object.entries(tallies), ...Object.entries(areas).filter(([name]) => name === 'kyverno pod-security')])
    tell(`${suite.padEnd(30)}${columns.map((column) => String(tally[column]).padStart(15)).join('')}`)
  for (const { one, outcome, says } of misses) tell(`  ${outcome}: ${one.id}: ${says ?? ''}`)
  for (const [what, id] of broken) tell(`  BROKE at ${id}: ${what}`)
  if (unknown.length > 0) tell(`topics.ts names controls that do not exist: ${unknown.join(', ')}`)
  const failed = belowBars(tallies, areas, misses)
  for (const why of failed) tell(`FAILED: ${why}`)
  return failed.length > 0 || broken.size > 0 || unknown.length > 0 ? 1 : 0
}

function belowBars(tallies: Readonly<Record<string, Tally>>, areas: Readonly<Record<string, Tally>>, misses: readonly Miss[]): string[] {
  const readme = readFileSync(join(root, 'test/suites/README.md'), 'utf8')
  return bars.flatMap(({ suite, area, least, explained }) => {
    const tally = area === undefined ? tallies[suite] : areas[`${suite} ${area}`]
    if (!tally) return []
    const mapped = tally.right + tally.silent + tally.loud + tally.refused
    const why: string[] = []
    if (mapped > 0 && tally.right / mapped < least) why.push(`${suite} ${area ?? ''}: ${tally.right} of ${mapped} right, wanted ${100 * least} %`)
    if (explained)
      for (const miss of misses) if (miss.suite === suite && !readme.includes(miss.one.id)) why.push(`${miss.one.id}: a miss that README.md does not explain`)
    return why
  })
}

process.exitCode = await main()
