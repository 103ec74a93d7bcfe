/** The floors of the house: imports point down only, and the pure wing touches nothing outside itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Floor of each folder below src/. A file may import its own folder and lower floors. */
const floors: Readonly<Record<string, number>> = {
  model: 0,
  world: 1,
  demand: 1,
  doors: 1,
  reach: 2,
  controls: 3,
  benchmarks: 3,
  assess: 4,
  collect: 5,
  // The one place that changes anything: it plans, writes into the ledger, performs, and takes back.
  fix: 5,
  // Prints what a cluster enforces by itself, and answers reviews: data in, data out, so it is of the pure wing.
  enforce: 5,
  report: 5,
  cli: 7,
}
/** Judging is a function of the snapshot: the same snapshot gives the same bytes, today and in ten years. */
const pure = new Set(['model', 'world', 'demand', 'reach', 'controls', 'benchmarks', 'assess', 'enforce', 'report'])
/** A report shows what the assessment carries; a reporter that looks further cannot be replayed from a file. */
const reportMayImport = new Set(['model', 'report'])
/** `world` reads pods through the one place that knows the three container lists. */
const sameFloor = new Set(['world -> demand'])

interface Source {
  readonly file: string
  readonly folder: string
  readonly text: string
  readonly imports: readonly string[]
}

const sources: Source[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string)
    return { file, folder: file.includes('/') ? (file.split('/')[0] as string) : '', text, imports }
  })

/** Folder below src/ that a relative import leads to. */
const target = ({ file }: Source, specifier: string): string => relative(join(root, 'src'), join(root, 'src', dirname(file), specifier)).split('/')[0] as string
const relatives = (source: Source) => source.imports.filter((specifier) => specifier.startsWith('.'))

it('every folder has a floor', () => {
  expect([...new Set(sources.map((source) => source.folder))].filter((folder) => folder !== '' && !(folder in floors))).toEqual([])
})

it('imports point to a lower floor', () => {
  const wrong = sources.flatMap((source) =>
    source.folder === ''
      ? []
      : relatives(source)
          .map((specifier) => target(source, specifier))
          .filter(
            (to) => to !== source.folder && to !== '..' && !sameFloor.has(`${source.folder} -> ${to}`) && (floors[to] ?? 9) >= (floors[source.folder] ?? 0),
          )
          .map((to) => `${source.file} imports ${to}`),
  )
  expect(wrong).toEqual([])
})

it('controls never import each other', () => {
  const wrong = sources
    .filter((source) => source.folder === 'controls' && source.file !== 'controls/index.ts')
    .flatMap((source) =>
      relatives(source)
        .filter((specifier) => target(source, specifier) === 'controls')
        .map((specifier) => `${source.file} imports ${specifier}`),
    )
  expect(wrong).toEqual([])
})

it('reporters read the model alone', () => {
  const wrong = sources
    .filter((source) => source.folder === 'report')
    .flatMap((source) =>
      relatives(source)
        .filter((specifier) => !reportMayImport.has(target(source, specifier)))
        .map((specifier) => `${source.file} imports ${specifier}`),
    )
  expect(wrong).toEqual([])
})

it('the pure wing has no doors, no clock, no chance', () => {
  const forbidden: readonly (readonly [RegExp, string])[] = [
    [/from 'node:/, 'imports from node:'],
    [/(?<![\w-])process\./, 'reads process'],
    [/\bDate\.now\(|new Date\(\)/, 'asks the clock; time is world.time'],
    [/Math\.random|randomUUID|randomBytes/, 'uses chance'],
    [/\bfetch\(/, 'touches the network'],
    [/from '\.\.\/(\.\.\/)?doors\//, 'opens a door'],
  ]
  const wrong = sources
    .filter((source) => pure.has(source.folder) && !source.file.endsWith('.generated.ts'))
    .flatMap((source) => forbidden.filter(([pattern]) => pattern.test(source.text)).map(([, words]) => `${source.file} ${words}`))
  expect(wrong).toEqual([])
})

it('only doors touch files, processes and the network', () => {
  const io = /from 'node:(fs|fs\/promises|child_process|net|http|https|tls|dns|dgram|os)'/
  expect(sources.filter((source) => source.folder !== 'doors' && io.test(source.text)).map((source) => source.file)).toEqual([])
})

it('only fix changes a cluster or an account', () => {
  const write = /\bkube\.write\(|doors\/aws-writes/
  expect(sources.filter(({ folder, text }) => folder !== 'fix' && folder !== 'doors' && write.test(text)).map(({ file }) => file)).toEqual([])
})

it('every file opens with a sentence that says what it is for', () => {
  expect(
    sources.filter((source) => !source.file.endsWith('.generated.ts') && !/^(\/\/ Generated[^\n]*\n)?\/\*\*/.test(source.text)).map((source) => source.file),
  ).toEqual([])
})
