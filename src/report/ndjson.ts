/**
 * One JSON object a line, each with its `type`: `assessment` (format, time, target, coverage) first, then a `verdict`
 * for each control (with its title, severity and layer), each `finding`, and each `waiver` that does not hold.
 */
import type { Assessed } from '../model/assessment.ts'

export function* ndjson({ format, time, target, coverage, verdicts, findings, waivers, stories }: Assessed): Generator<string> {
  yield line('assessment', { format, time, target, coverage })
  for (const [control, verdict] of Object.entries(verdicts)) {
    const story = stories[control]
    yield line('verdict', { control, ...(story && { title: story.title, severity: story.severity, layer: story.layer }), ...verdict })
  }
  for (const finding of findings) yield line('finding', finding)
  for (const problem of waivers) yield line('waiver', problem)
}

const line = (type: string, body: object): string => `${JSON.stringify({ type, ...body })}\n`
