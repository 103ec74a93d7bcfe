/** `npm run bench:live`: whole scans of a live cluster of 20,000 pods against a bare client that lists the same objects. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KubeApi } from '../lab/kube-api.ts'
import { defaultSettings } from '../src/assess/settings.ts'
import { kindsOf } from '../src/cli/live/scan.ts'
import { discover, listingsOf, resourcesOf } from '../src/collect/kube/discovery.ts'
import { lanes, longestFirst } from '../src/collect/kube/live.ts'
import { acceptFor, pageSize } from '../src/collect/kube/read-ahead.ts'
import type { Kube } from '../src/doors/kube.ts'
import { kinds } from '../src/model/kinds.ts'
import { cli, type Command, conclude, median, node, once, type Run, ratio, record, root, say, work } from './measure.ts'

const size = { pods: 20_000, nodes: 500, namespaces: 2_000 }
/** The lab that this shell's exports lead to is measured, in place of a new one. */
const isHere = process.argv.includes('--here')

type LiveRun = Run & { readonly work: number }

/** Starts a lab with its account in a process of its own, and leads this process to it. */
async function startLab(): Promise<ChildProcess> {
  const args = [join(root, 'scripts/run.mjs'), 'lab/run.ts', ...Object.entries(size).map(([name, count]) => `--${name}=${count}`)]
  const lab = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  lab.stdout?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  while (!told.includes('# world')) {
    if (lab.exitCode !== null) throw new Error('the lab did not come up')
    await sleep(200)
  }
  for (const [, name = '', value = ''] of told.matchAll(/^export (\w+)=(.*)$/gm)) process.env[name] = value
  return lab
}

/** Where the lab's kubeconfig leads, and by which certificates. */
function readPlace(kubeconfig: string) {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8'))
  const { server, 'certificate-authority': caFile } = clusters[0].cluster as { server: string; 'certificate-authority': string }
  const { 'client-certificate': cert, 'client-key': key } = users[0].user as Record<string, string>
  return { server, caFile, cert: readFileSync(String(cert), 'utf8'), key: readFileSync(String(key), 'utf8') }
}

/** What the bare client reads: where to ask, who asks, and all that the controls want listed. */
async function writeLists({ server, caFile, cert, key }: ReturnType<typeof readPlace>, api: KubeApi): Promise<string> {
  const kube = { get: async (path: string, accept?: string) => (await api.call('GET', path, undefined, undefined, accept)).body } as unknown as Kube
  const wanted = longestFirst([...kindsOf(defaultSettings)].filter((kind) => kinds[kind].plane === 'kubernetes'))
  const served = await discover(kube, new Set(wanted.flatMap((kind) => resourcesOf(kind).map(({ group }) => group))))
  const lists = wanted.flatMap((kind) => listingsOf(kind, served).listings).map(({ kind, path }) => ({ path, accept: acceptFor(kind) }))
  const file = join(work, 'lists.json')
  writeFileSync(file, JSON.stringify({ server, ca: readFileSync(caFile, 'utf8'), cert, key, pageSize, lanes, lists }), { mode: 0o600 })
  return file
}

/** Seconds of processor time that the API server has used so far, as its metrics tell. */
async function serverTime(api: KubeApi): Promise<number> {
  const { body } = await api.call('GET', '/metrics', undefined, undefined, 'text/plain')
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(String(body))?.[1])
}

/** Runs the commands in turn after a warm-up of each; `work` is the processor time of the process and of the API server. */
async function inTurn(api: KubeApi, commands: readonly Command[], times = 5): Promise<LiveRun[][]> {
  const runs: LiveRun[][] = commands.map(() => [])
  for (let round = 0; round <= times; round++)
    for (const [at, command] of commands.entries()) {
      const before = await serverTime(api)
      const run = once(command)
      const whole = { ...run, work: run.cpu + (await serverTime(api)) - before }
      if (round > 0) runs[at]?.push(whole)
    }
  return runs
}

/** The audit log's entries of finished calls, from an offset on. */
function callsSince(log: string, offset: number): { readonly userAgent?: string; readonly verb: string }[] {
  const bytes = Buffer.alloc(statSync(log).size - offset)
  const file = openSync(log, 'r')
  readSync(file, bytes, 0, bytes.length, offset)
  closeSync(file)
  const lines = bytes.toString('utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line)).filter(({ stage }) => stage === 'ResponseComplete')
}

/** Lists that one scan asks for, as the API server's audit log has them, against those of the bare client. */
async function compareCalls(scan: Command, lists: string, log: string): Promise<void> {
  const bare = spawnSync(node, [join(root, 'bench/bare-list.mjs'), lists], { encoding: 'utf8' })
  if (bare.status !== 0) throw new Error(`the bare client failed: ${bare.stderr.slice(0, 500)}`)
  const { pages, objects } = JSON.parse(bare.stdout) as { pages: number; objects: number }
  const before = statSync(log).size
  once(scan)
  await sleep(1000)
  const asked = callsSince(log, before).filter(({ userAgent }) => userAgent === 'ekshield')
  const listed = asked.filter(({ verb }) => verb === 'list').length
  const all = JSON.parse(readFileSync(lists, 'utf8')).lists.length
  say(`        ${objects} objects of ${all} kinds on ${pages} pages; ${asked.length - listed} calls beside the lists, for discovery`)
  record('lists asked for / kinds x pages', listed / pages, 'exactly', 1)
}

const of = (runs: readonly LiveRun[], what: keyof LiveRun): number => median(runs.map((run) => run[what]))

function show(name: string, runs: readonly LiveRun[]): void {
  const [seconds, cpu, server] = [of(runs, 'seconds'), of(runs, 'cpu'), of(runs, 'work') - of(runs, 'cpu')].map((number) => number.toFixed(1))
  say(`        ${name}: ${seconds} s; processor time ${cpu} s, and ${server} s of the API server; ${of(runs, 'megabytes').toFixed(0)} MB`)
}

mkdirSync(work, { recursive: true })
const lab = isHere ? undefined : await startLab()
try {
  const kubeconfig = process.env['KUBECONFIG']
  if (!kubeconfig) throw new Error('--here measures the lab that KUBECONFIG names; it names none')
  const place = readPlace(kubeconfig)
  const api = new KubeApi(place.server, place.caFile, place)
  const lists = await writeLists(place, api)
  const scan: Command = [node, [cli, 'scan', '--no-aws']]
  await compareCalls(scan, lists, join(dirname(kubeconfig), 'audit/kube-apiserver-audit.log'))
  const [bare, cluster, both] = (await inTurn(api, [[node, [join(root, 'bench/bare-list.mjs'), lists]], scan, [node, [cli, 'scan']]])) as [
    LiveRun[],
    LiveRun[],
    LiveRun[],
  ]
  api.close()
  show('bare listing', bare)
  show('scan of the cluster', cluster)
  show('scan of cluster and account', both)
  for (const [name, runs] of [
    ['scan of the cluster', cluster],
    ['scan of cluster and account', both],
  ] as const) {
    record(`${name} / bare listing`, ratio(runs, bare, 'seconds'), 'at most', 1.3)
    say(`        ${ratio(runs, bare, 'work').toFixed(2)} in processor time, that of the API server included`)
  }
  record('peak memory of a scan / 1 GB', Math.max(...both.map((run) => run.megabytes)) / 1024, 'at most', 1)
} finally {
  if (lab && lab.exitCode === null) {
    lab.kill('SIGTERM')
    await new Promise((resolve) => lab.on('exit', resolve))
  }
}

const pods = join(work, 'pods')
if (!existsSync(join(pods, 'kubernetes/pods.json'))) spawnSync(node, [join(root, 'bench/pods.mjs'), pods], { stdio: 'inherit' })
const dump = once([node, [cli, 'scan', pods]])
record('peak memory of 100,000 pods from a dump / 2 GB', dump.megabytes / 2048, 'at most', 1)
conclude()
