/** `ekshield diff`: two assessments, and what is new, gone or the same between them. */
import { compare } from '../../assess/compare.ts'
import { gate } from '../../assess/gate.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { showRef } from '../../model/ref.ts'
import { plain } from '../../report/plain.ts'
import { readAssessment } from '../assessment-file.ts'
import { note, print } from '../output.ts'

interface DiffFlags {
  readonly format: 'text' | 'json'
  readonly failOn?: Severity | 'none'
}

export async function diff(beforeFile: string, afterFile: string, flags: DiffFlags): Promise<void> {
  const [before, after] = [await readAssessment(beforeFile), await readAssessment(afterFile)]
  const comparison = compare(before, after)
  if (flags.format === 'json') await print(`${JSON.stringify(comparison, null, 2)}\n`)
  else {
    const lines = [`new ${comparison.new.length}, gone ${comparison.gone.length}, same ${comparison.same.length}`]
    lines.push(...section('New', '+', comparison.new), ...section('Gone', '-', comparison.gone))
    const blinded = Object.entries(comparison.verdicts).filter(([, change]) => change.after === 'unknown')
    if (blinded.length > 0)
      lines.push('', 'No longer decided (their findings may still be there):', ...blinded.map(([id, { before: was }]) => `  ${id} (was ${was})`))
    await print(`${lines.join('\n')}\n`)
  }
  const decision = gate({ ...after, findings: comparison.new }, { failOn: flags.failOn ?? 'info', allowUnknown: true })
  if (decision.exit !== 0) note(`ekshield: new: ${decision.says}`)
  process.exitCode = decision.exit
}

function section(title: string, sign: string, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  return [
    '',
    `${title}:`,
    ...findings.map((finding) => plain(`${sign} ${finding.severity.padEnd(8)} ${finding.rule}  ${showRef(finding.subject)}: ${finding.evidence.says}`)),
  ]
}
