/** Carries out a plan: every write is in the ledger first, is judged afterwards, and is put back where it made something worse. */
import { setTimeout as sleep } from 'node:timers/promises'
import { showRef } from '../model/ref.ts'
import { Refused } from '../model/refused.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Begin, Ledger, Told } from './ledger.ts'
import type { Hand, Hands, Step, Write } from './write.ts'

/** Where writes go. */
export interface Site {
  readonly hands: Hands
  /** What the ledger calls each destination: `cluster <uid>`. */
  readonly places: { readonly [T in Write['to']]?: string }
  readonly ledger: Ledger
  note(text: string): void
  /** Throws where the user wants it to end. Asked where nothing is half done. */
  check(): void
}

/** What is worse than before, in words. */
export type Judge = (made: readonly Step[]) => Promise<readonly string[]>

/** A write in a few words: `patch Deployment retail/ui`. */
export function sayWrite(write: Write): string {
  if (write.to === 'file') return `edit ${write.file}`
  return write.to === 'object' ? `${write.verb} ${showRef(write.on)}` : `call ${write.call}`
}

const handOf = ({ hands }: Site, { to }: Write): Hand<Write> | undefined => hands[to] as Hand<Write> | undefined

/**
 * First all writes are tried out; then they are made batch by batch. A batch is judged as one, and stands or falls as one.
 * @throws Refused where a write was refused or a batch put back; batches before it stand
 */
export async function apply(batches: readonly (readonly Step[])[], site: Site, judge: Judge): Promise<void> {
  for (const { write } of batches.flat()) {
    site.check()
    const hand = handOf(site, write)
    if (!hand) throw new UsageError(`${sayWrite(write)}: this is not open to writing`)
    await hand.tryOut(write).catch((error: Error) => {
      throw new Refused(`${error.message}; nothing was done`)
    })
  }
  for (const batch of batches) {
    site.check()
    await applyBatch(batch, site, judge)
  }
}

async function applyBatch(batch: readonly Step[], site: Site, judge: Judge): Promise<void> {
  const begun: Begin[] = []
  try {
    for (const { write } of batch) {
      site.note(sayWrite(write))
      begun.push(await site.ledger.begin(site.places[write.to] as string, write))
      await make(write, handOf(site, write) as Hand<Write>)
    }
    for (const { write } of batch) await handOf(site, write)?.settle(write, 'after')
    const worse = await judge(batch)
    if (worse.length > 0) throw new Refused(`it brought ${worse[0]}${worse.length > 1 ? ` and ${worse.length - 1} more` : ''}`)
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    const left: string[] = []
    for (const begin of begun.reverse()) {
      const failed = await takeBack(begin, site, 'undone', because)
      if (failed !== undefined) left.push(failed)
    }
    const end = left.length === 0 ? 'put back' : `not all could be put back: ${left.join('; ')}`
    throw new Refused(`${because}; ${begun.length === 0 ? 'nothing was changed' : end}`)
  }
  for (const begin of begun) await site.ledger.end(begin, 'made')
}

/** Where the answer was lost, the state tells whether the write was made. */
async function make(write: Write, hand: Hand<Write>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await hand.make(write)
      return
    } catch (error) {
      if (error instanceof Refused) throw error
      const state = await hand.look(write)
      if (state === 'after') return
      if (state !== 'before' || attempt === tries) throw new Refused(`${sayWrite(write)}: ${(error as Error).message}`)
      await sleep(pause * attempt)
    }
  }
}

const tries = 3
/** Milliseconds. */
const pause = 300

/** @returns why not, where it could not be taken back; what nobody could tell stays open for the next run */
async function takeBack(begin: Begin, site: Site, done: 'undone' | 'made', because?: string): Promise<string | undefined> {
  const { write } = begin
  try {
    const hand = handOf(site, write) as Hand<Write>
    await hand.takeBack(write)
    await hand.settle(write, 'before')
    await site.ledger.end(begin, done, because)
    return undefined
  } catch (error) {
    const says = (error as Error).message
    if (error instanceof Refused) await site.ledger.end(begin, 'left', says)
    return says
  }
}

/** Writes of which nobody knows how they ended, since the program was killed before it could tell. */
export const openWrites = ({ ledger }: Pick<Site, 'ledger'>): readonly Begin[] =>
  ledger.told().flatMap(({ begin, outcome }) => (outcome === undefined ? [begin] : []))

/**
 * Takes back what a killed run began: none of it was judged. Writes to places that are not at hand stay open.
 * @throws Refused where one of them can be neither kept nor taken back
 */
export async function settleOpen(site: Site): Promise<void> {
  const failed: string[] = []
  for (const begin of [...openWrites(site)].reverse()) {
    const { write, place, undoes, time } = begin
    if (site.places[write.to] !== place || !handOf(site, write)) {
      site.note(`a run was cut short at ${time}: whether it did "${sayWrite(write)}" is open (${place}); run ekshield fix there`)
      continue
    }
    site.note(`a run was cut short at ${time}: ${sayWrite(write)} is taken back`)
    const says = await takeBack(begin, site, undoes === undefined ? 'undone' : 'made', 'cut short')
    if (says !== undefined) failed.push(says)
  }
  if (failed.length > 0) throw new Refused(`what a killed run began could not be settled: ${failed.join('; ')}`)
}

/** What `--undo` would take back: all of the last run that still stands, all of a run, or one entry. */
export function toUndo(told: readonly Told[], which: string | undefined): readonly Told[] {
  const standing = told.filter(({ begin, outcome, isTakenBack }) => outcome === 'made' && !isTakenBack && begin.undoes === undefined)
  const run = which ?? standing.at(-1)?.begin.run
  return standing.filter(({ begin }) => begin.run === run || String(begin.n) === which).reverse()
}

/** @throws Refused where some of them could not be taken back; the others were */
export async function undo(standing: readonly Told[], site: Site): Promise<void> {
  const failed: string[] = []
  for (const { begin } of standing) {
    site.check()
    site.note(`take back: ${sayWrite(begin.write)}`)
    const own = await site.ledger.begin(begin.place, begin.write, begin.n)
    const says = await takeBack(own, site, 'made')
    if (says !== undefined) failed.push(says)
  }
  if (failed.length > 0) throw new Refused(failed.join('; '))
}
