/** Applying, judging, taking back, and settling after a kill, over files in a folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Refused } from '../model/refused.ts'
import { apply, openWrites, settleOpen, type Site, toUndo, undo } from './apply.ts'
import { fileHand, rewriteOf } from './files.ts'
import { openLedger, readLedger } from './ledger.ts'
import type { Step } from './write.ts'

async function siteOf(folder: string, over: Partial<typeof fileHand> = {}): Promise<Site> {
  const ledger = await openLedger(join(folder, 'ledger.jsonl'))
  onTestFinished(() => ledger.close())
  return { hands: { file: { ...fileHand, ...over } }, places: { file: 'files' }, ledger, note: () => undefined, check: () => undefined }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ekshield-apply-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  for (const name of ['a', 'b']) writeFileSync(join(path, name), `old ${name}\n`)
  return path
}

const stepOf = (file: string): Step => {
  const text = readFileSync(file, 'utf8')
  return { write: rewriteOf(file, text, text.replace('old', 'new')), shows: [], risk: 'none', touches: [], brings: [] }
}
const textsIn = (path: string) => ['a', 'b'].map((name) => readFileSync(join(path, name), 'utf8'))
const good = async () => []

it('makes all, tells of it, and takes it back', async () => {
  const path = folder()
  const site = await siteOf(path)
  const steps = ['a', 'b'].map((name) => stepOf(join(path, name)))
  await apply([steps], site, good)
  expect(textsIn(path)).toEqual(['new a\n', 'new b\n'])
  expect(site.ledger.told().map(({ outcome }) => outcome)).toEqual(['made', 'made'])
  await undo(toUndo(site.ledger.told(), undefined), site)
  expect(textsIn(path)).toEqual(['old a\n', 'old b\n'])
  expect(toUndo(site.ledger.told(), undefined)).toEqual([])
  await site.ledger.close()
  expect((await readLedger(join(path, 'ledger.jsonl'))).map(({ isTakenBack }) => isTakenBack)).toEqual([true, true, false, false])
})

it('puts back what made something worse, and keeps what was good before it', async () => {
  const path = folder()
  const site = await siteOf(path)
  const [a, b] = ['a', 'b'].map((name) => stepOf(join(path, name))) as [Step, Step]
  await expect(apply([[a], [b]], site, async ([step]) => (step === b ? ['x/y at Pod z'] : []))).rejects.toThrow(
    new Refused('it brought x/y at Pod z; put back'),
  )
  expect(textsIn(path)).toEqual(['new a\n', 'old b\n'])
  expect(site.ledger.told().map(({ outcome }) => outcome)).toEqual(['made', 'undone'])
})

it('does nothing at all where one of the files has changed, or may not be written', async () => {
  const path = folder()
  const site = await siteOf(path)
  const steps = ['a', 'b'].map((name) => stepOf(join(path, name)))
  appendFileSync(join(path, 'b'), 'more\n')
  await expect(apply([steps], site, good)).rejects.toThrow(/b is not as it was planned on: it has changed meanwhile; plan anew; nothing was done$/)
  expect(textsIn(path)).toEqual(['old a\n', 'old b\nmore\n'])
  expect(site.ledger.told()).toEqual([])
})

it('keeps what was made where only the answer was lost', async () => {
  const path = folder()
  let lost = 0
  const site = await siteOf(path, {
    async make(write) {
      await fileHand.make(write)
      lost++
      throw new Error('the connection was cut')
    },
  })
  await apply([[stepOf(join(path, 'a'))]], site, good)
  expect(lost).toBe(1)
  expect(textsIn(path)[0]).toBe('new a\n')
})

it('settles what a killed run began, whether or not it was made', async () => {
  const path = folder()
  const file = join(path, 'ledger.jsonl')
  const killed = await openLedger(file)
  const [a, b] = ['a', 'b'].map((name) => stepOf(join(path, name)).write) as [Step['write'], Step['write']]
  await killed.begin('files', a)
  await killed.begin('files', b)
  await fileHand.make(a as never)
  await killed.close()
  appendFileSync(file, '{"n":3,"torn')
  const site = await siteOf(path)
  expect(openWrites(site)).toHaveLength(2)
  await settleOpen(site)
  expect(textsIn(path)).toEqual(['old a\n', 'old b\n'])
  expect(site.ledger.told().map(({ outcome }) => outcome)).toEqual(['undone', 'undone'])
})

it('refuses a ledger that was changed by hand, and a second writer', async () => {
  const path = folder()
  const file = join(path, 'ledger.jsonl')
  const site = await siteOf(path)
  await apply([[stepOf(join(path, 'a'))]], site, good)
  await expect(openLedger(file)).rejects.toThrow(/another run of ekshield is at work/)
  await site.ledger.close()
  writeFileSync(file, readFileSync(file, 'utf8').replace('"made"', '"left"'))
  await expect(openLedger(file)).rejects.toThrow(/ledger.jsonl:2: the ledger was changed by hand/)
})
