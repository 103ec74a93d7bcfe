/** Findings by the thing that is at fault, each once with all that is wrong with it; or by control. */
import { useState } from 'preact/hooks'
import { type Finding, severities } from '../src/model/finding.ts'
import { refKey } from '../src/model/ref.ts'
import type { Address, FindingView } from './address.ts'
import { type FindingProps, FindingLine } from './finding.tsx'
import { Mark, Tally } from './marks.tsx'
import { type Group, groupFindings } from './select.ts'
import { address, filters, found, groups, linked, printing, storyOf, verdictOf, view } from './state.ts'
import { Sources, Prose } from './story.tsx'
import { SubjectName } from './subject.tsx'
import { Windowed } from './windowed.tsx'
import { visible } from './visible.ts'

const nothing: Readonly<Record<FindingView, string>> = {
  open: 'No open findings.',
  aws: 'No findings that only AWS can mend.',
  waived: 'No waived findings.',
}

/** More findings than this print as lines only: nobody reads the remedies of a thousand on paper. */
const printedInFull = 500

/** @param of the findings to show; when printing each view is drawn in turn */
export function Findings({ of }: { of: FindingView }) {
  const { by } = address.value
  const findings = found.value[of]
  const shown = of === view.value ? groups.value : groupFindings(findings, by)
  if (findings.length === 0) return <p class="nothing">{nothing[of]}</p>
  const target = linked.value
  const reach = target ? shown.findIndex((group) => group.findings.includes(target)) : -1
  const Block = by === 'control' ? ControlGroup : SubjectGroup
  return (
    <>
      {printing.value && findings.length > printedInFull && (
        <p class="nothing">Evidence and remedies are left out: there are more than {printedInFull} findings. Filter, then print.</p>
      )}
      {by === 'control' && (
        <p class="columns" aria-hidden="true">
          <span>Severity</span>
          <span>What should be, and is not</span>
          <span>Control</span>
          <span>At fault</span>
        </p>
      )}
      <ul class="groups">
        <Windowed
          items={shown}
          called={by === 'control' ? 'controls' : 'subjects'}
          page={by === 'control' ? 60 : 12}
          grows
          of={filters.value}
          {...(reach >= 0 && { reach })}
          draw={(group) => <Block key={group.key} group={group} inFull={findings.length <= printedInFull} />}
        />
      </ul>
    </>
  )
}

interface GroupProps {
  readonly group: Group
  /** Whether there is paper for its evidence. */
  readonly inFull: boolean
}

const tallyOf = ({ counts }: Group) => severities.map((severity, i) => [severity, counts[i] ?? 0] as const)

function SubjectGroup({ group, inFull }: GroupProps) {
  const { subject } = group.findings[0] as Finding
  return (
    <li class="group">
      <h3>
        <SubjectName subject={subject} />
        <Tally counts={tallyOf(group)} />
      </h3>
      <Lines group={group} by="subject" page={12} inFull={inFull} />
    </li>
  )
}

function ControlGroup({ group, inFull }: GroupProps) {
  const rule = group.key
  const story = storyOf(rule)
  const holdsLink = linked.value?.rule === rule
  const [unfolded, unfold] = useState<boolean>()
  const open = printing.value || (unfolded ?? (holdsLink || groups.value.length === 1))
  const verdict = verdictOf(rule)
  const { severity } = group.findings[0] as Finding
  const atFault = new Set(group.findings.map((finding) => refKey(finding.subject))).size
  return (
    <li class={`group control ${severity}${open ? ' open' : ''}`}>
      <h3>
        <button type="button" aria-expanded={open} onClick={() => unfold(!open)}>
          <Mark of={severity} />
          <span class="says">{visible(story.title)}</span>
          <span class="rule">{visible(rule)}</span>
          <span class="total">
            {atFault}
            {verdict && 'examined' in verdict && <span class="muted"> of {verdict.examined}</span>}
          </span>
        </button>
      </h3>
      {open && (
        <>
          <div class="story">
            <Prose text={story.why} />
            <Prose text={story.fix} />
            <Sources story={story} />
            {verdict?.status === 'fail' && verdict.gaps && <p class="partly">It saw only a part; there may be more faults.</p>}
          </div>
          <Lines group={group} by="control" page={50} inFull={inFull} />
        </>
      )}
    </li>
  )
}

/** On paper a remedy that mends several faults of a subject is told once; what only AWS can mend needs no more than its line. */
function remediesOnce(findings: readonly Finding[]): (finding: Finding) => FindingProps['paper'] {
  const told = new Set<string>()
  const first = new Set(
    findings.filter(({ rule, subject, remedy }) => {
      const key = `${rule} ${refKey(subject)} ${JSON.stringify(remedy?.steps)}`
      return !told.has(key) && told.add(key)
    }),
  )
  return (finding) => (finding.responsible === 'aws' ? 'line' : first.has(finding) ? 'full' : 'evidence')
}

function Lines({ group, by, page, inFull }: GroupProps & { by: Address['by']; page: number }) {
  const target = linked.value
  const reach = target ? group.findings.indexOf(target) : -1
  const paperOf = printing.value && inFull ? remediesOnce(group.findings) : () => 'line' as const
  return (
    <ul class="lines">
      <Windowed
        items={group.findings}
        called="findings"
        page={page}
        of={filters.value}
        {...(reach >= 0 && { reach })}
        draw={(finding) => <FindingLine key={finding.print} finding={finding} by={by} paper={paperOf(finding)} />}
      />
    </ul>
  )
}
