/** Measures whole processes in turn, and keeps the figures that come of it with their bars. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()
export const work = join(root, '.cache/bench')
export const node = process.execPath
export const cli = join(root, 'bin/ekshield.js')
const asJson = process.argv.includes('--json')

interface Figure {
  readonly name: string
  readonly ratio: number
  readonly bar: number
  /** `at most`: the ratio may not be above the bar; `at least`: not below it. */
  readonly sense: 'at most' | 'at least' | 'exactly'
  readonly holds: boolean
}

const figures: Figure[] = []
/** For people; with `--json` nobody reads it. */
export const say = (text: string): void => void (asJson || console.log(text))

export function record(name: string, ratio: number, sense: Figure['sense'], bar: number): void {
  const holds = sense === 'at most' ? ratio <= bar : sense === 'at least' ? ratio >= bar : ratio === bar
  figures.push({ name, ratio: Math.round(ratio * 100) / 100, bar, sense, holds })
  say(`${holds ? 'holds' : 'FAILS'}  ${ratio.toFixed(2).padStart(7)}  ${sense} ${bar}  ${name}`)
}

/** Prints the figures where `--json` asks for them, and sets the exit code: 1 where a bar is broken. */
export function conclude(): void {
  const told = figures.map(({ name, ratio, bar, holds }) => ({ name, ratio, bar, holds }))
  if (asJson) console.log(JSON.stringify(told, null, 2))
  process.exitCode = figures.every((figure) => figure.holds) ? 0 : 1
}

export interface Run {
  readonly seconds: number
  readonly megabytes: number
  /** Seconds of processor time of the process alone; 0 where it is not Node. */
  readonly cpu: number
}

export type Command = readonly [program: string, args: readonly string[]]

/** One whole process, its output thrown away. Throws where it fails by more than findings or gaps. */
export function once([command, args]: Command, env: NodeJS.ProcessEnv = {}): Run {
  const peak = join(work, `peak-${process.pid}`)
  rmSync(peak, { force: true })
  const isNode = command === node
  const started = process.hrtime.bigint()
  const { error, status, stderr } = spawnSync(command, isNode ? ['--import', join(root, 'bench/peak.mjs'), ...args] : args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: work,
    env: { ...process.env, ...env, EKSHIELD_BENCH_PEAK: peak, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  const told = stderr?.toString() ?? ''
  // Findings and gaps are no failure, and ekshield says so; a peer that found something ends with 1.
  const isFine = status === 0 || (isNode ? /^ekshield: .*\bexit [13]:/m.test(told) : status === 1)
  if (error || !isFine) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? told.slice(0, 500)}`)
  const [kilobytes = 0, cpu = 0] = existsSync(peak) ? (readFileSync(peak, 'utf8').split('\n')[0] as string).split(' ').map(Number) : []
  rmSync(peak, { force: true })
  return { seconds, megabytes: kilobytes / 1024, cpu }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Runs the commands in turn, A B A B, after one warm-up of each. @returns for each command its runs */
export function inTurn(commands: readonly Command[], times = 5): Run[][] {
  for (const command of commands) once(command)
  const runs: Run[][] = commands.map(() => [])
  for (let i = 0; i < times; i++) commands.forEach((command, n) => void runs[n]?.push(once(command)))
  return runs
}

/** Median of the ratios round by round, so that drift of the machine cancels out. */
export const ratio = <T>(a: readonly T[], b: readonly T[], of: keyof T): number => median(a.map((run, i) => Number(run[of]) / Number((b[i] as T)[of])))
