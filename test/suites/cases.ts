/** Reads the cases of other tools' test suites: a folder a suite, one JSON object a line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// biome-ignore lint/suspicious/noExplicitAny: every suite has a shape of its own; what is read of it is tested
export type Loose = Record<string, any>

export interface Case extends Loose {
  readonly id: string
  readonly input: Loose
}

/** Suite -> its cases, over all folders that are there. */
export function readSuites(folders: readonly string[]): Map<string, Case[]> {
  const suites = new Map<string, Case[]>()
  for (const folder of folders.filter(existsSync)) {
    for (const suite of readdirSync(folder).sort()) {
      const file = join(folder, suite, 'cases.jsonl')
      if (!existsSync(file)) continue
      const lines = readFileSync(file, 'utf8').split('\n')
      const cases = lines.filter((line) => line.trim() !== '').map((line) => withNeighbours(JSON.parse(line) as Case, join(folder, suite)))
      suites.set(suite, [...(suites.get(suite) ?? []), ...cases])
    }
  }
  return suites
}

const neighbours = new Map<string, Loose[]>()

/** Cases that share one large input name a file beside them. */
function withNeighbours(one: Case, folder: string): Case {
  const name: unknown = one.input['objectsFile']
  if (typeof name !== 'string') return one
  const file = join(folder, name)
  let objects = neighbours.get(file)
  if (!objects) {
    const body = JSON.parse(readFileSync(file, 'utf8')) as Loose[] | { objects?: Loose[]; items?: Loose[] }
    objects = Array.isArray(body) ? body : (body.objects ?? body.items ?? [])
    neighbours.set(file, objects)
  }
  return { ...one, input: { ...one.input, objects } }
}
