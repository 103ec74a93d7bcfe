/** The name of a control, leading to its findings where it has any. */
import { assessment } from './state.ts'
import { visible } from './visible.ts'

const withFindings = new Set(assessment.findings.map((finding) => finding.rule))

export function ControlLink({ id, title }: { id: string; title: string }) {
  const name = <code>{visible(id)}</code>
  return (
    <>
      {withFindings.has(id) ? <a href={`#/by=control&q=${encodeURIComponent(id)}`}>{name}</a> : name} <span class="muted">{visible(title)}</span>
    </>
  )
}
