/** Finds the programs of a control plane, or builds them once from their Go modules. */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../src/model/usage-error.ts'
import { cache } from './paths.ts'

/** The version of Kubernetes that runs unless another is asked for. */
export const defaultVersion = '1.36.3'
const etcd = 'v3.6.16'
const kwok = 'v0.8.0'

const programs = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const
type Program = (typeof programs)[number]
/** Path of each program. */
export type Binaries = Readonly<Record<Program, string>>

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const folderFor = (version: string): string => join(cache, version)

/** Where a program is: in `KUBEBUILDER_ASSETS` first, then among those built before. */
function find(program: Program, version: string): string | undefined {
  const assets = process.env['KUBEBUILDER_ASSETS']
  return [...(assets ? [assets] : []), folderFor(version)].map((folder) => join(folder, program)).find(isExecutable)
}

const hasGo = (): boolean => spawnSync('go', ['version']).status === 0

/** Whether a lab can run here, and why not: one sentence for people. */
export function canBuildLab(version = defaultVersion): { readonly can: true } | { readonly can: false; readonly why: string } {
  const missing = programs.filter((program) => !find(program, version))
  if (missing.length === 0 || hasGo()) return { can: true }
  return { can: false, why: `${missing.join(', ')} not found: set KUBEBUILDER_ASSETS to a folder that holds them, or install Go 1.26 and they are built once` }
}

/**
 * The programs of this version, built if need be (5 to 30 minutes on two cores, once).
 * @throws UsageError where there is neither a program nor Go
 */
export async function binaries(version: string, say: (line: string) => void): Promise<Binaries> {
  const able = canBuildLab(version)
  if (!able.can) throw new UsageError(able.why)
  const folder = folderFor(version)
  mkdirSync(folder, { recursive: true })
  const missing = programs.filter((program) => !find(program, version))
  if (missing.length > 0) {
    const free = await lock(join(folder, 'build.lock'), say)
    try {
      for (const program of missing) if (!find(program, version)) await build(program, version, folder, say)
    } finally {
      free()
    }
  }
  return Object.fromEntries(programs.map((program) => [program, find(program, version)])) as Binaries
}

/** Two labs that start at once build once. A lock whose owner is gone is nobody's. */
async function lock(file: string, say: (line: string) => void): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      const handle = openSync(file, 'wx')
      writeFileSync(handle, String(process.pid))
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch {
      const owner = Number(readFileSync(file, 'utf8') || 0)
      try {
        if (owner > 0) process.kill(owner, 0)
      } catch {
        rmSync(file, { force: true })
        continue
      }
      if (!told) say(`waiting for the build that process ${owner} runs`)
      await sleep(2000)
    }
  }
}

async function build(program: Program, version: string, folder: string, say: (line: string) => void): Promise<void> {
  const started = process.hrtime.bigint()
  say(`building ${program}; the first time this takes minutes`)
  const work = join(folder, 'src', program === 'etcd' || program === 'kwok' ? program : 'kubernetes')
  mkdirSync(work, { recursive: true })
  const source = await sources[program](work, version)
  const part = join(folder, `${program}.part`)
  await go(work, ['build', '-ldflags', `-s -w ${source.flags}`, '-o', part, source.from])
  renameSync(part, join(folder, program))
  say(`built ${program} in ${Number((process.hrtime.bigint() - started) / 1_000_000_000n)} s`)
}

interface Source {
  /** The package that is the program. */
  readonly from: string
  readonly flags: string
}

const kubernetes = (program: string) => async (work: string, version: string) => {
  await wrapKubernetes(work, version)
  const [major, minor] = version.split('.')
  // Only the API server of EKS carries a version of its own; what stands beside it does not show itself.
  const shown = program === 'kube-apiserver' ? `v${version}-eks-8a2c41e` : `v${version}`
  const set = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`
  return {
    from: `k8s.io/kubernetes/cmd/${program}`,
    flags: [set('gitMajor', major!), set('gitMinor', minor!), set('gitVersion', shown), set('gitTreeState', 'clean')].join(' '),
  }
}
const sources: Readonly<Record<Program, (work: string, version: string) => Promise<Source>>> = {
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  etcd: async (work) => {
    await wrap(work, `go.etcd.io/etcd/server/v3@${etcd}`, ['go.etcd.io/etcd/server/v3/etcdmain'])
    return { from: 'go.etcd.io/etcd/server/v3', flags: '' }
  },
  kwok: async (work) => {
    await wrap(work, `sigs.k8s.io/kwok@${kwok}`, ['sigs.k8s.io/kwok/pkg/kwok/cmd'])
    return { from: 'sigs.k8s.io/kwok/cmd/kwok', flags: '' }
  },
}

const uses = (packages: readonly string[]): string => `//go:build tools\n\npackage lab\n\nimport (\n${packages.map((path) => `\t_ "${path}"\n`).join('')})\n`

async function wrap(work: string, module: string, packages: readonly string[]): Promise<void> {
  writeFileSync(join(work, 'go.mod'), 'module lab\n')
  writeFileSync(join(work, 'tools.go'), uses(packages))
  await go(work, ['get', module])
  await go(work, ['mod', 'tidy'])
}

/** Kubernetes replaces its staging modules by folders that are not in its module; a wrapper replaces them by their releases. */
async function wrapKubernetes(work: string, version: string): Promise<void> {
  const { GoMod } = JSON.parse(await go(work, ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`])) as { GoMod: string }
  const theirs = readFileSync(GoMod, 'utf8')
  const staging = [...theirs.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)].map((match) => match[1]!)
  const release = `v0.${version.split('.').slice(1).join('.')}`
  const replaces = staging.map((module) => `\t${module} => ${module} ${release}\n`).join('')
  writeFileSync(
    join(work, 'go.mod'),
    `module lab\n\n${/^go .*$/m.exec(theirs)![0]}\n\nrequire k8s.io/kubernetes v${version}\n\nreplace (\n${replaces})\n\n${/^godebug \([^)]*\)|^godebug .*$/m.exec(theirs)?.[0] ?? ''}\n`,
  )
  writeFileSync(
    join(work, 'tools.go'),
    uses(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `k8s.io/kubernetes/cmd/${name}/app`)),
  )
  await go(work, ['mod', 'tidy'])
}

/** Runs go there and gives what it printed. */
async function go(work: string, args: readonly string[]): Promise<string> {
  const child = spawn('go', args, {
    cwd: work,
    env: { ...process.env, GOFLAGS: '-buildvcs=false', GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err = (err + chunk).slice(-4000)
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`go ${args.slice(0, 2).join(' ')} failed in ${work}:\n${err.trim()}`)
  return out
}
