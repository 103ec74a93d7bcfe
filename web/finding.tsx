/** One finding: a line that opens to its evidence, its remedy and its story. */
import type { Finding } from '../src/model/finding.ts'
import type { Address } from './address.ts'
import { EvidenceOf } from './evidence.tsx'
import { Mark } from './marks.tsx'
import { RemedyOf } from './remedy.tsx'
import { opened, printing, storyOf, toggle } from './state.ts'
import { Why } from './story.tsx'
import { SubjectName } from './subject.tsx'
import { clip, visible } from './visible.ts'

export interface FindingProps {
  readonly finding: Finding
  readonly by: Address['by']
  /** How much of it goes on paper: its line alone, its evidence too, or its remedy as well. */
  readonly paper: 'line' | 'evidence' | 'full'
}

export function FindingLine({ finding, by, paper }: FindingProps) {
  const { print, severity, rule, evidence, subject } = finding
  const open = printing.value ? paper !== 'line' : opened.value.has(print)
  const id = `f-${print}`
  return (
    <li class={`finding${open ? ' open' : ''}`} id={id}>
      <h4>
        <button type="button" aria-expanded={open} aria-controls={open ? `${id}-told` : undefined} onClick={() => toggle(print)}>
          <Mark of={severity} />
          <span class="says">
            {by === 'control' && <SubjectName subject={subject} />} <span>{clip(evidence.says)}</span>
          </span>
          {by === 'subject' && <span class="rule">{visible(rule)}</span>}
        </button>
      </h4>
      {open && <Told finding={finding} by={by} paper={paper} />}
    </li>
  )
}

/** Grouped by control, the story stands above all its findings; on paper, behind them. */
function Told({ finding, by, paper }: FindingProps) {
  const story = storyOf(finding.rule)
  const printed = printing.value
  return (
    <div class="told" id={`f-${finding.print}-told`}>
      {by === 'subject' && <p class="title">{visible(story.title)}</p>}
      <EvidenceOf finding={finding} />
      {(!printed || paper === 'full') && <RemedyOf finding={finding} story={story} bare={by === 'control'} />}
      {!printed && by === 'subject' && <Why story={story} />}
      {!printed && <Links finding={finding} by={by} />}
    </div>
  )
}

function Links({ finding: { print, rule }, by }: Pick<FindingProps, 'finding' | 'by'>) {
  return (
    <p class="links">
      <a href={`#/f=${encodeURIComponent(print)}`}>Link to this finding</a>
      {by === 'subject' && <a href={`#/by=control&q=${encodeURIComponent(rule)}`}>All of {visible(rule)}</a>}
      <code>{visible(print)}</code>
    </p>
  )
}
