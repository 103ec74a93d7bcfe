/** `npm run bench`: speed and memory as ratios of whole processes, run in turn, medians; absolute times mean nothing here. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeCorpus } from './corpus.ts'

const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()
const work = join(root, '.cache/bench')
const node = process.execPath
const cli = join(root, 'bin/ekshield.js')
const asJson = process.argv.includes('--json')
const rounds = 5

interface Figure {
  readonly name: string
  readonly ratio: number
  readonly bar: number
  /** `at most`: the ratio may not be above the bar; `at least`: not below it. */
  readonly sense: 'at most' | 'at least'
  readonly holds: boolean
}

const figures: Figure[] = []
const say = (text: string) => void (asJson || console.log(text))

function record(name: string, ratio: number, sense: Figure['sense'], bar: number): void {
  const holds = sense === 'at most' ? ratio <= bar : ratio >= bar
  figures.push({ name, ratio: Math.round(ratio * 100) / 100, bar, sense, holds })
  say(`${holds ? 'holds' : 'FAILS'}  ${ratio.toFixed(2).padStart(7)}  ${sense} ${bar}  ${name}`)
}

interface Run {
  readonly seconds: number
  readonly megabytes: number
}

/** One whole process, its output thrown away. */
function once(command: string, args: readonly string[]): Run {
  const peak = join(work, `peak-${process.pid}`)
  rmSync(peak, { force: true })
  const isNode = command === node
  const started = process.hrtime.bigint()
  const { error, status, stderr } = spawnSync(command, isNode ? ['--import', join(root, 'bench/peak.mjs'), ...args] : args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: work,
    env: { ...process.env, EKSHIELD_BENCH_PEAK: peak, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  if (error || (status ?? 0) > 3 || status === 2) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.toString().slice(0, 500)}`)
  return { seconds, megabytes: existsSync(peak) ? Number(readFileSync(peak, 'utf8').split('\n')[0]) / 1024 : 0 }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Runs the commands in turn, A B A B, after one warm-up of each. @returns for each command its runs */
function inTurn(commands: readonly (readonly [string, readonly string[]])[], times = rounds): Run[][] {
  for (const [command, args] of commands) once(command, args)
  const runs: Run[][] = commands.map(() => [])
  for (let i = 0; i < times; i++) commands.forEach(([command, args], n) => void runs[n]?.push(once(command, args)))
  return runs
}

/** Median of the ratios round by round, so that drift of the machine cancels out. */
const ratio = (a: readonly Run[], b: readonly Run[], of: keyof Run): number => median(a.map((run, i) => run[of] / (b[i] as Run)[of]))

function installedPeers(folder: string): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {}
  const on = (name: string) =>
    spawnSync('sh', ['-c', `command -v ${name} || ls "$(go env GOPATH 2>/dev/null)/bin/${name}" 2>/dev/null`])
      .stdout.toString()
      .trim()
      .split('\n')[0]
  const linter = on('kube-linter')
  if (linter) found[linter] = ['lint', '--format', 'json', folder]
  const score = on('kube-score')
  if (score) found[score] = ['score', '--output-format', 'json', '__FILES__']
  return found
}

mkdirSync(work, { recursive: true })

const [help, bare] = inTurn(
  [
    [node, [cli, '--help']],
    [node, ['-e', '0']],
  ],
  15,
) as [Run[], Run[]]
record('--help / bare Node', ratio(help, bare, 'seconds'), 'at most', 1.6)

const times: Record<number, number> = {}
for (const [megabytes, bar] of [
  [1, 1.5],
  [5, 1.8],
  [20, 2],
] as const) {
  const folder = join(work, `corpus-${megabytes}`)
  if (!existsSync(folder)) writeCorpus(root, folder, megabytes)
  const [scan, parse] = inTurn([
    [node, [cli, 'scan', folder]],
    [node, [join(root, 'bench/bare.mjs'), folder]],
  ]) as [Run[], Run[]]
  record(`scan of ${megabytes} MB / bare parse`, ratio(scan, parse, 'seconds'), 'at most', bar)
  record(`peak memory of ${megabytes} MB / bare parse`, ratio(scan, parse, 'megabytes'), 'at most', 1.5)
  times[megabytes] = median(scan.map((run) => run.seconds))
  const wanted = megabytes === 5 ? 3 : megabytes === 20 ? 10 : undefined
  for (const [peer, args] of Object.entries(wanted === undefined ? {} : installedPeers(folder))) {
    const name = peer.split('/').at(-1)
    const command = args.includes('__FILES__') ? (['sh', ['-c', `exec ${peer} score --output-format json ${folder}/*.yaml`]] as const) : ([peer, args] as const)
    const [theirs, ours] = inTurn([command, [node, [cli, 'scan', folder]]], megabytes === 20 ? 1 : 3) as [Run[], Run[]]
    record(`${name} / ekshield, ${megabytes} MB`, ratio(theirs, ours, 'seconds'), 'at least', wanted as number)
  }
}
record('growth: time of 20 MB / time of 5 MB (4 is linear)', (times[20] as number) / (times[5] as number), 'at most', 4.8)

const pods = join(work, 'pods')
if (!existsSync(join(pods, 'kubernetes/pods.json'))) spawnSync(node, [join(root, 'bench/pods.mjs'), pods], { stdio: 'inherit' })
const [dump, json] = inTurn([
  [node, [cli, 'scan', pods]],
  [node, [join(root, 'bench/bare-json.mjs'), join(pods, 'kubernetes/pods.json')]],
]) as [Run[], Run[]]
record('100,000 pods of 2,000 templates / JSON.parse', ratio(dump, json, 'seconds'), 'at most', 1.5)
say(`        ${Math.round(median(dump.map((run) => run.megabytes)))} MB at most for 100,000 pods`)

if (asJson)
  console.log(
    JSON.stringify(
      figures.map(({ name, ratio, bar, holds }) => ({ name, ratio, bar, holds })),
      null,
      2,
    ),
  )
process.exitCode = figures.every((figure) => figure.holds) ? 0 : 1
