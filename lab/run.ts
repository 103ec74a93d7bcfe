/** `npm run lab`: brings a world up until Ctrl-C, or takes down what was left running. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { UsageError } from '../src/model/usage-error.ts'
import type { Aws } from './account.ts'
import { defaultVersion } from './binaries.ts'
import { startLab } from './lab.ts'
import { cache, root } from './paths.ts'
import { isRunning, stopAll } from './processes.ts'
import { makeMany } from './scale.ts'
import { worldNames } from './worlds/index.ts'

/** A lab that runs, as `down` finds it. */
interface Running {
  readonly pid: number
  readonly folder: string
  readonly world: string
  readonly told: string
}

const runs = join(cache, 'runs')
const say = (line: string) => console.error(line)

interface Wish {
  readonly world: string
  readonly kubernetes: string
  readonly keep?: boolean
  readonly pods: number
  readonly nodes: number
  readonly namespaces: number
}

/** What a shell sets to be an administrator of the account. */
function accountOf(aws: Aws): string[] {
  const { accessKeyId, secretAccessKey } = aws.credentials('admin')
  return [
    `export AWS_ENDPOINT_URL=${aws.endpoint}`,
    `export AWS_REGION=${aws.region}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
  ]
}

async function up({ world, kubernetes: version, pods, nodes, namespaces }: Wish): Promise<void> {
  const began = Date.now()
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
  const lab = await startLab({ world, version, say })
  try {
    if (pods > 0) await makeMany(lab, { pods, nodes, namespaces }, say)
  } catch (error) {
    await lab.stop()
    throw error
  }
  const file = join(runs, `${process.pid}.json`)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  const told = [
    `export KUBECONFIG=${lab.kubeconfig()}`,
    ...accountOf(lab.aws),
    `# world ${world}, ready after ${seconds} s; people: ${Object.keys(lab.world.people).join(', ')}`,
  ].join('\n')
  mkdirSync(runs, { recursive: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, folder: lab.folder, world, told } satisfies Running))
  console.log(told)
  const pulse = setInterval(() => undefined, 1 << 30)
  if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
  clearInterval(pulse)
  say('taking the lab down')
  await lab.stop()
  rmSync(file, { force: true })
}

/** Starts the same command again on its own, waits until it is ready, and leaves it running. */
async function keep({ world, kubernetes, pods, nodes, namespaces }: Wish): Promise<void> {
  mkdirSync(runs, { recursive: true })
  const log = join(runs, 'kept.log')
  const args = [`--world=${world}`, `--kubernetes=${kubernetes}`, `--pods=${pods}`, `--nodes=${nodes}`, `--namespaces=${namespaces}`]
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'lab/run.ts', ...args], {
    detached: true,
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    cwd: root,
  })
  const file = join(runs, `${child.pid}.json`)
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new UsageError(readFileSync(log, 'utf8').trim())
    await sleep(100)
  }
  console.log((JSON.parse(readFileSync(file, 'utf8')) as Running).told)
  say('kept running; `npm run lab -- down` ends it')
  child.unref()
}

async function down(): Promise<void> {
  const files = existsSync(runs) ? readdirSync(runs).filter((file) => file.endsWith('.json')) : []
  if (files.length === 0) return say('no lab is running')
  for (const file of files) {
    const { pid, folder, world } = JSON.parse(readFileSync(join(runs, file), 'utf8')) as Running
    const alive = () => isRunning({ pid, command: 'lab/run.ts' })
    if (alive()) process.kill(pid, 'SIGTERM')
    for (let waited = 0; waited < 300 && alive(); waited += 1) await sleep(100)
    if (existsSync(folder)) await stopAll(folder)
    rmSync(folder, { recursive: true, force: true })
    rmSync(join(runs, file), { force: true })
    say(`${world} is down`)
  }
}

const program = new Command('lab').description('A control plane like that of EKS on loopback.')
program
  .command('up', { isDefault: true })
  .description('bring a world up; Ctrl-C takes it down')
  .option('--world <name>', `one of ${worldNames.join(', ')}`, 'stock')
  .option('--kubernetes <version>', 'version to run', defaultVersion)
  .option('--pods <count>', 'add so many pods', Number, 0)
  .option('--nodes <count>', 'on so many further nodes', Number, 50)
  .option('--namespaces <count>', 'in so many further namespaces', Number, 100)
  .option('--keep', 'leave it running when it is ready')
  .action((wish: Wish) => (wish.keep ? keep(wish) : up(wish)))
program.command('down').description('end what --keep left running').action(down)

try {
  await program.parseAsync()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
