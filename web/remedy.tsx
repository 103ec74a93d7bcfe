/** What to do about a finding, step by step, with text to copy. */
import type { Remedy } from '../src/model/change.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Story } from '../src/model/assessment.ts'
import { Code } from './copy.tsx'
import { tell } from './snippet.ts'
import { Prose } from './story.tsx'
import { visible } from './visible.ts'

const risks: Readonly<Record<Remedy['risk'], string>> = {
  none: 'Disturbs nothing that runs.',
  restart: 'Restarts pods.',
  outage: 'May cut off something that works now; try it where that does no harm.',
}

/** @param bare whether the fix that the story tells stands elsewhere already */
export function RemedyOf({ finding: { remedy, responsible }, story, bare }: { finding: Finding; story: Story; bare: boolean }) {
  if (responsible === 'aws') {
    return (
      <section class="remedy">
        <h5>What to do</h5>
        <p>AWS ships or runs this, and its next update undoes changes of yours. Keep it on the newest version.</p>
      </section>
    )
  }
  const says = [...new Set([remedy?.says.trim() ?? '', story.fix.trim()])].filter((text) => text !== '' && !(bare && text === story.fix.trim()))
  if (!remedy && says.length === 0) return null
  return (
    <section class="remedy">
      <h5>What to do</h5>
      {says.map((text) => (
        <Prose key={text} text={text} />
      ))}
      {remedy && remedy.steps.length > 0 && <Steps remedy={remedy} />}
    </section>
  )
}

function Steps({ remedy: { steps, risk } }: { remedy: Remedy }) {
  return (
    <>
      <ol class="steps">
        {steps.map((step, i) => {
          const { says, code, is } = tell(step)
          return (
            <li key={i}>
              <p>{visible(says)}</p>
              {code !== undefined && <Code text={visible(code)} label={is ?? 'text'} />}
            </li>
          )
        })}
      </ol>
      <p class="risk">{risks[risk]}</p>
    </>
  )
}
