/** `npm run bench`: speed and memory as ratios of whole processes, run in turn, medians; absolute times mean nothing here. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeCorpus } from './corpus.ts'
import { cli, conclude, inTurn, median, node, type Run, ratio, record, root, say, work } from './measure.ts'

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

conclude()
