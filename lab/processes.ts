/** Starts the processes of a run, each noted by its id, and ends exactly those, last started first. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** One process of a run, as its folder remembers it. */
interface Noted {
  readonly name: string
  readonly pid: number
  readonly command: string
}

const noteOf = (run: string): string => join(run, 'processes.json')
const noted = (run: string): Noted[] => (existsSync(noteOf(run)) ? (JSON.parse(readFileSync(noteOf(run), 'utf8')) as Noted[]) : [])
const note = (run: string, all: readonly Noted[]): void => writeFileSync(noteOf(run), JSON.stringify(all, undefined, 1))

/** Whether that id still is that program: ids are used again, and what has ended may wait to be reaped. */
export function isRunning({ pid, command }: Pick<Noted, 'pid' | 'command'>): boolean {
  try {
    const shown = execFileSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'ignore'] })
    return !shown.startsWith('Z') && shown.includes(command)
  } catch {
    return false
  }
}

/** What this process started and did not end itself: run -> name -> process. */
const started = new Map<string, Map<string, ChildProcess>>()

/** @throws Error with its last words, where a program of the run has ended by itself */
export function allRun(run: string): void {
  for (const [name, { exitCode, signalCode }] of started.get(run) ?? [])
    if (exitCode !== null || signalCode !== null) throw new Error(`${name} has ended (${signalCode ?? exitCode}):\n${lastWords(run, name)}`)
}

/**
 * Starts a program whose output goes to `<name>.log` in the run's folder.
 * It leads a process group of its own: Ctrl-C reaches the lab alone, which then ends all in their order.
 * @param held gives the program a standard input that closes when this process goes away
 */
export function start(run: string, name: string, command: string, args: readonly string[], { held = false } = {}): ChildProcess {
  const log = openSync(join(run, `${name}.log`), 'a')
  const child = spawn(command, args, { cwd: run, detached: true, stdio: [held ? 'pipe' : 'ignore', log, log] })
  closeSync(log)
  child.on('error', () => undefined)
  started.set(run, (started.get(run) ?? new Map<string, ChildProcess>()).set(name, child))
  if (child.pid !== undefined) {
    const all = noted(run)
    const at = all.findIndex((other) => other.name === name)
    // What is started again keeps its place in the order of ending.
    all.splice(at < 0 ? all.length : at, at < 0 ? 0 : 1, { name, pid: child.pid, command: args.find((arg) => arg.includes(run)) ?? command })
    note(run, all)
  }
  child.unref()
  if (child.stdin && 'unref' in child.stdin) (child.stdin as unknown as { unref(): void }).unref()
  return child
}

async function end(process_: Noted, signal: NodeJS.Signals, patience: number): Promise<void> {
  if (!isRunning(process_)) return
  for (const each of [signal, 'SIGKILL'] as const) {
    try {
      process.kill(process_.pid, each)
    } catch {
      return
    }
    for (let waited = 0; waited < patience; waited += 50) {
      await sleep(50)
      if (!isRunning(process_)) return
    }
  }
}

/** Ends one process of the run: politely, and by force after ten seconds. */
export async function stop(run: string, name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  started.get(run)?.delete(name)
  const found = noted(run).find((one) => one.name === name)
  if (found) await end(found, signal, 10_000)
}

/** Ends every process of the run but this one. An API server without its etcd does not end, so the order matters. */
export async function stopAll(run: string): Promise<void> {
  started.delete(run)
  for (const one of noted(run).reverse()) if (one.pid !== process.pid) await end(one, 'SIGTERM', 10_000)
  if (existsSync(run)) note(run, [])
}

/** The last lines of what a program of the run said, for an error message. */
export const lastWords = (run: string, name: string): string =>
  readFileSync(join(run, `${name}.log`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-5)
    .join('\n')
