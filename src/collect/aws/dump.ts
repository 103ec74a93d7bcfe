/** Writes answers as a dump keeps them: one file for each call and argument. */
import { join } from 'node:path'
import { makeFolder, writeWhole } from '../../doors/files.ts'
import type { Answers } from './answers.ts'

/**
 * Writes `aws/<service>:<Operation>[.<name>].json` below the folder.
 * @returns how many files were written
 * @throws what the file system says
 */
export async function dumpAnswers(folder: string, answers: Answers): Promise<number> {
  const place = join(folder, 'aws')
  await makeFolder(place)
  let count = 0
  for (const call of answers.calls) {
    for (const { name, body } of answers.of(call)) {
      await writeWhole(join(place, `${call}${name === '' ? '' : `.${name}`}.json`), `${JSON.stringify(body, null, 4)}\n`)
      count += 1
    }
  }
  return count
}
