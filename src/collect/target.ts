/** What the user named, collected: a dump, a snapshot, or manifests. */
import { lookAt, readHead, readStdin } from '../doors/files.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { UsageError } from '../model/usage-error.ts'
import { collectDump, isDump } from './dump/dump.ts'
import { isGzip, readSnapshot } from './snapshot.ts'

export interface CollectOptions {
  /** The time of the facts; a dump and a snapshot bring their own. */
  readonly asOf?: string
  /** Now, for manifests, which carry no time. */
  readonly now: string
  /** Manifests are the whole cluster, not a part of it. */
  readonly complete?: boolean
}

/** Throws `UsageError` where a target does not exist, is empty, or is not what it seems. */
export async function collect(targets: readonly string[], options: CollectOptions): Promise<Snapshot> {
  const [first] = targets
  if (first === undefined) throw new UsageError('name a target: a dump or manifests folder, a snapshot, files, globs, or - for stdin')
  for (const target of targets) {
    const entry = target === '-' ? undefined : await lookAt(target)
    const sort = entry?.sort === 'folder' && (await isDump(target)) ? 'dump' : entry?.sort === 'file' && (await isSnapshot(target)) ? 'snapshot' : undefined
    if (!sort) continue
    if (targets.length > 1) throw new UsageError(`${target} is a ${sort}; name it alone`)
    if (options.complete) throw new UsageError(`--complete is for manifests; ${target} is a ${sort}`)
    if (sort === 'dump') return collectDump(target, options.asOf)
    const snapshot = await readSnapshot(target)
    return options.asOf === undefined ? snapshot : { ...snapshot, time: options.asOf }
  }
  const { collectManifests } = await import('./manifests/manifests.ts')
  return collectManifests(targets, {
    time: options.asOf ?? options.now,
    ...(options.complete && { complete: true }),
    ...(targets.includes('-') && { stdin: await readStdin() }),
  })
}

/** Gzip, or JSON that begins as our snapshots and assessments do. */
async function isSnapshot(path: string): Promise<boolean> {
  if (!/\.(json|gz)$/.test(path)) return false
  const head = await readHead(path, 64)
  return isGzip(head) || /^\s*\{\s*"format"\s*:\s*\d/.test(head.toString('utf8'))
}
