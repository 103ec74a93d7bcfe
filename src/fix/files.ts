/** Writes of files: one run of text gives way to another, or the file stays as it was. */
import { createHash } from 'node:crypto'
import { readBytesNow, rewrite, whyNotWritable } from '../doors/files.ts'
import { Refused } from '../model/refused.ts'
import type { FileWrite, Hand, Look } from './write.ts'

/** Of the bytes, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** Undefined for what is no text: its bytes could not be put back as they were. */
export function textOf(file: string): string | undefined {
  const bytes = readBytesNow(file)
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined
}

/** From the one text to the other, by the shortest run that differs. @param file from the root of the file system */
export function rewriteOf(file: string, before: string, after: string): FileWrite {
  let at = 0
  while (at < before.length && at < after.length && before[at] === after[at]) at++
  let tail = 0
  while (tail < before.length - at && tail < after.length - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const [gone, come] = [before.slice(at, before.length - tail), after.slice(at, after.length - tail)]
  return { to: 'file', file, at, gone, come, before: sha256(before), after: sha256(after) }
}

function read(file: string): string | undefined {
  try {
    return textOf(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function stateOf({ before, after }: FileWrite, text: string | undefined): Look {
  if (text === undefined) return { moved: 'it is gone' }
  const hash = sha256(text)
  return hash === before ? 'before' : hash === after ? 'after' : { moved: 'it has changed meanwhile' }
}

async function put({ file }: FileWrite, text: string): Promise<void> {
  try {
    await rewrite(file, text)
  } catch (error) {
    throw new Refused(`${file} cannot be written: ${(error as Error).message}`)
  }
}

function planned(write: FileWrite): string {
  const text = read(write.file)
  const state = stateOf(write, text)
  if (text !== undefined && state === 'before') return text
  throw new Refused(`${write.file} is not as it was planned on: ${typeof state === 'object' ? state.moved : 'this is done already'}; plan anew`)
}

export const fileHand: Hand<FileWrite> = {
  look: async (write) => stateOf(write, read(write.file)),
  async tryOut(write) {
    planned(write)
    const because = await whyNotWritable(write.file)
    if (because !== undefined) throw new Refused(`${write.file} cannot be written: ${because}`)
  },
  async make(write) {
    const text = planned(write)
    await put(write, text.slice(0, write.at) + write.come + text.slice(write.at + write.gone.length))
  },
  async takeBack(write) {
    const text = read(write.file)
    const state = stateOf(write, text)
    if (state === 'before') return
    if (text === undefined || state !== 'after') throw new Refused(`${write.file} was not put back: ${typeof state === 'object' ? state.moved : 'it is gone'}`)
    await put(write, text.slice(0, write.at) + write.gone + text.slice(write.at + write.come.length))
  },
  settle: async () => undefined,
}
