/** The ledger: every write before it happens and after, each entry chained to the one before by hash. */
import { createHash } from 'node:crypto'
import { now } from '../doors/clock.ts'
import { type Log, openLog, readLog } from '../doors/files.ts'
import { whoRuns } from '../doors/person.ts'
import { Refused } from '../model/refused.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Write } from './write.ts'

/** How a write ended: it stands; it was never made, or put back; or nobody could tell, or put it back. */
export type Outcome = 'made' | 'undone' | 'left'

interface Common {
  /** From 1. */
  readonly n: number
  /** ISO 8601. */
  readonly time: string
  /** The run that wrote it: when it began. */
  readonly run: string
  /** Hash of the entry before; '' of the first. */
  readonly previous: string
  /** SHA-256 of this entry without this field, in hex. */
  readonly hash: string
}
export type Begin = Common & {
  readonly what: 'begin'
  readonly who: string
  /** Where it is made: `files`, `cluster <uid>`, `account <id> <region>`. */
  readonly place: string
  readonly write: Write
  /** Of a write that is to be taken back: its number. */
  readonly undoes?: number
}
export type End = Common & { readonly what: 'end'; readonly of: number; readonly outcome: Outcome; readonly says?: string }
export type Entry = Begin | End

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never
type Words = Without<Begin, keyof Common | 'what' | 'who'> & { readonly what: 'begin' }

/** A write, what became of it, and whether it was taken back since. */
export interface Told {
  readonly begin: Begin
  /** Undefined where the program was killed in between. */
  readonly outcome?: Outcome
  readonly says?: string
  readonly isTakenBack: boolean
}

export interface Ledger {
  readonly run: string
  /** Every write of which it tells, in order. */
  told(): readonly Told[]
  begin(place: string, write: Write, undoes?: number): Promise<Begin>
  end(of: Begin, outcome: Outcome, says?: string): Promise<void>
  close(): Promise<void>
}

const hashOf = (entry: Omit<Entry, 'hash'>): string => createHash('sha256').update(JSON.stringify(entry)).digest('hex')

/** Throws `UsageError` where the chain does not hold: then nobody knows what was done. */
function entriesOf(path: string, lines: readonly string[]): Entry[] {
  let previous = ''
  return lines.map((line, i) => {
    let entry: Entry | undefined
    try {
      entry = JSON.parse(line) as Entry
    } catch {
      // Told below.
    }
    const { hash, ...rest } = entry ?? {}
    if (!entry || entry.n !== i + 1 || entry.previous !== previous || hash !== hashOf(rest as Omit<Entry, 'hash'>))
      throw new UsageError(`${path}:${i + 1}: the ledger was changed by hand from here on; move it away, or name another with --ledger`)
    previous = entry.hash
    return entry
  })
}

function toldBy(entries: readonly Entry[]): Told[] {
  const ends = new Map<number, End>()
  for (const entry of entries) if (entry.what === 'end') ends.set(entry.of, entry)
  const begins = entries.filter((entry) => entry.what === 'begin')
  const takenBack = new Set(begins.flatMap(({ n, undoes }) => (undoes !== undefined && ends.get(n)?.outcome === 'made' ? [undoes] : [])))
  return begins.map((begin) => {
    const end = ends.get(begin.n)
    return { begin, ...(end && { outcome: end.outcome, ...(end.says !== undefined && { says: end.says }) }), isTakenBack: takenBack.has(begin.n) }
  })
}

/** What a ledger tells, without a claim to write in it. */
export const readLedger = async (path: string): Promise<readonly Told[]> => toldBy(entriesOf(path, await readLog(path)))

/** Throws `Refused` where another run writes in it, `UsageError` where it cannot be written or its chain does not hold. */
export async function openLedger(path: string): Promise<Ledger> {
  let log: Log
  try {
    const opened = await openLog(path)
    if ('heldBy' in opened) throw new Refused(`another run of ekshield is at work (process ${opened.heldBy}); nothing was done`)
    log = opened
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new UsageError(`the ledger ${path} cannot be written (${(error as Error).message}); name another with --ledger`)
  }
  let entries: Entry[]
  try {
    entries = entriesOf(path, log.lines)
  } catch (error) {
    await log.close()
    throw error
  }
  const run = now()
  const add = async <E extends Words | Without<End, keyof Common>>(words: E): Promise<Entry> => {
    const body = { n: entries.length + 1, time: now(), run, previous: entries.at(-1)?.hash ?? '', ...words } as unknown as Omit<Entry, 'hash'>
    const entry = { ...body, hash: hashOf(body) } as Entry
    await log.append(JSON.stringify(entry))
    entries.push(entry)
    return entry
  }
  return {
    run,
    told: () => toldBy(entries),
    begin: async (place, write, undoes) =>
      (await add({ what: 'begin', who: whoRuns(), place, write, ...(undoes !== undefined && { undoes }) } as Words)) as Begin,
    end: async ({ n }, outcome, says) => void (await add({ what: 'end', of: n, outcome, ...(says !== undefined && { says }) })),
    close: () => log.close(),
  }
}
