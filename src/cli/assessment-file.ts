/** Reads an assessment that `scan -f json` wrote. */
import { readText } from '../doors/files.ts'
import type { Assessment } from '../model/assessment.ts'
import { UsageError } from '../model/usage-error.ts'

/** Throws `UsageError` where the file is no assessment, or one of a newer format. */
export async function readAssessment(file: string): Promise<Assessment> {
  const text = await readText(file)
  let body: Partial<Assessment>
  try {
    body = JSON.parse(text) as Partial<Assessment>
  } catch {
    throw new UsageError(`${file}: not an assessment (it is no JSON)`)
  }
  const format: unknown = body?.format
  if (typeof format === 'number' && format > 1)
    throw new UsageError(`${file}: assessment format ${format} is newer than this ekshield reads (1); update ekshield`)
  if (body !== null && typeof body === 'object' && 'facts' in body) throw new UsageError(`${file}: this is a snapshot; use \`ekshield scan ${file}\``)
  if (format !== 1 || !Array.isArray(body.findings) || typeof body.verdicts !== 'object' || typeof body.stories !== 'object')
    throw new UsageError(`${file}: not an assessment of ekshield`)
  return body as Assessment
}
