/** Snapshots as files: gzip-compressed JSON, the same bytes for the same facts, written whole or not at all. */
import { promisify } from 'node:util'
import { constants, createGzip, gunzip } from 'node:zlib'
import { readBytes, writeWhole } from '../doors/files.ts'
import { kinds } from '../model/kinds.ts'
import type { Shelf, Snapshot } from '../model/snapshot.ts'
import { UsageError } from '../model/usage-error.ts'

const unzip = promisify(gunzip)

/** The snapshot in pieces, so that no string holds all of it. */
function* pieces(snapshot: Snapshot): Generator<string> {
  yield `{"format":1,"time":${JSON.stringify(snapshot.time)},"source":${JSON.stringify(snapshot.source)},"facts":{`
  let first = true
  for (const [kind, shelf] of Object.entries(snapshot.facts) as [string, Shelf<unknown>][]) {
    yield `${first ? '' : ','}\n${JSON.stringify(kind)}:{${shelf.gap ? `"gap":${JSON.stringify(shelf.gap)},` : ''}"things":[`
    first = false
    for (let i = 0; i < shelf.things.length; i++) yield `${i === 0 ? '' : ','}\n${JSON.stringify(shelf.things[i])}`
    yield ']'
    if (shelf.from) {
      yield ',"from":['
      for (let i = 0; i < shelf.from.length; i++) yield `${i === 0 ? '' : ','}\n${JSON.stringify(shelf.from[i])}`
      yield ']'
    }
    yield '}'
  }
  yield '}}\n'
}

/** Throws what the file system says; a file that was there before is then still there. */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const zip = createGzip({ level: constants.Z_BEST_SPEED + 5 })
  const chunks: Buffer[] = []
  zip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<void>((resolve, reject) => zip.on('end', resolve).on('error', reject))
  let batch = ''
  for (const piece of pieces(snapshot)) {
    batch += piece
    if (batch.length < 1 << 16) continue
    if (!zip.write(batch)) await new Promise((resolve) => zip.once('drain', resolve))
    batch = ''
  }
  zip.end(batch)
  await done
  await writeWhole(path, Buffer.concat(chunks))
}

/** Whether the bytes are gzip's. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Throws `UsageError` where the file is cut short, no snapshot, or of a newer format. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const bytes = await readBytes(path)
  let text: string
  try {
    text = isGzip(bytes) ? (await unzip(bytes)).toString('utf8') : bytes.toString('utf8')
  } catch {
    throw new UsageError(`${path}: the gzip data is cut short or damaged; collect it again`)
  }
  let body: Partial<Snapshot>
  try {
    body = JSON.parse(text) as Partial<Snapshot>
  } catch {
    throw new UsageError(`${path}: not a snapshot (it is no JSON)`)
  }
  return checkSnapshot(path, body)
}

/** Fills in kinds that an older ekshield did not know, as "not asked". */
function checkSnapshot(path: string, body: Partial<Snapshot>): Snapshot {
  const format: unknown = body.format
  if (typeof format === 'number' && format > 1)
    throw new UsageError(`${path}: snapshot format ${format} is newer than this ekshield reads (1); update ekshield`)
  if ('verdicts' in body) throw new UsageError(`${path}: this is an assessment, not a snapshot; use \`ekshield report\` or \`ekshield diff\``)
  if (format !== 1 || typeof body.time !== 'string' || typeof body.source !== 'object' || typeof body.facts !== 'object')
    throw new UsageError(`${path}: not a snapshot of ekshield`)
  const facts: Record<string, Shelf<unknown>> = {}
  const given = body.facts as Record<string, Shelf<unknown> | undefined>
  for (const kind of Object.keys(kinds)) {
    const shelf = given[kind]
    facts[kind] =
      shelf && Array.isArray(shelf.things)
        ? shelf
        : { things: [], gap: { because: 'not asked', detail: `the snapshot does not know of ${kind}; collect it again` } }
  }
  return { format: 1, time: body.time, source: body.source, facts: facts as Snapshot['facts'] }
}
