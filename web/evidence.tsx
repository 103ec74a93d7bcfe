/** How a finding is known: what is at fault, where, what was found, what it passes through. */
import type { ComponentChildren } from 'preact'
import type { Finding } from '../src/model/finding.ts'
import { SubjectName } from './subject.tsx'
import { visible } from './visible.ts'
import { yaml } from './yaml.ts'

export function EvidenceOf({ finding: { subject, evidence, responsible, waived } }: { finding: Finding }) {
  const { says, at, actual, wanted, via } = evidence
  return (
    <dl class="evidence">
      {says.length > 240 && <Row term="Fault">{visible(says)}</Row>}
      <Row term="Of">
        <SubjectName subject={subject} whole /> {subject.apiVersion !== undefined && <span class="muted">{visible(subject.apiVersion)}</span>}
      </Row>
      {subject.source && (
        <Row term="In file">
          <code>
            {visible(subject.source.file)}:{subject.source.line}
          </code>
        </Row>
      )}
      {at !== undefined && at !== '' && (
        <Row term="At">
          <code>{visible(at)}</code>
        </Row>
      )}
      {actual !== undefined && (
        <Row term="Found">
          <Value of={actual} />
        </Row>
      )}
      {wanted !== undefined && (
        <Row term="Wanted">
          <Value of={wanted} />
        </Row>
      )}
      {via !== undefined && via.length > 0 && (
        <Row term="Through">
          <ol class="via">
            {via.map((ref, i) => (
              <li key={i}>
                <SubjectName subject={ref} whole />
              </li>
            ))}
          </ol>
        </Row>
      )}
      {responsible === 'shared' && <Row term="Who acts">you and AWS, under the shared responsibility model</Row>}
      {responsible === 'aws' && <Row term="Who acts">AWS alone</Row>}
      {waived && (
        <Row term="Waived">
          {visible(waived.reason)}{' '}
          <span class="muted">
            by {visible(waived.owner)}, until {visible(waived.until)}, in {visible(waived.from)}
          </span>
          {waived.compensatedBy !== undefined && <span class="muted">, as long as {visible(waived.compensatedBy)} passes</span>}
        </Row>
      )}
    </dl>
  )
}

function Row({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Words as they are, values as YAML. */
function Value({ of }: { of: unknown }) {
  const text = visible(typeof of === 'string' ? of : yaml(of))
  return text.includes('\n') ? <pre>{text}</pre> : <code>{text}</code>
}
