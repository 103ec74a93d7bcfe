/** Controls without findings: those a person must answer, those that pass, those that do not apply. */
import { Code } from './copy.tsx'
import { Mark } from './marks.tsx'
import { assessment, controlsOf, printing, storyOf, verdictOf } from './state.ts'
import { Prose, Sources } from './story.tsx'
import { visible } from './visible.ts'
import { yaml } from './yaml.ts'

/** The end of an answer given today, a year on. */
const inAYear = `${Number(assessment.time.slice(0, 4)) + 1}${assessment.time.slice(4, 10)}`

const answer = (id: string) => yaml({ attestations: { [id]: { answer: true, by: 'you@example.com', until: inAYear, evidence: 'where the proof lies' } } })

export function Questions() {
  const ids = controlsOf('manual')
  if (ids.length === 0) return <p class="nothing">No questions are open.</p>
  return (
    <>
      <p class="lead">No API can tell these. Answer them in ekshield.yaml; an answer holds until its date.</p>
      <ul class="cards">
        {ids.map((id) => (
          <Question key={id} id={id} />
        ))}
      </ul>
    </>
  )
}

function Question({ id }: { id: string }) {
  const story = storyOf(id)
  const verdict = verdictOf(id)
  return (
    <li class="card">
      <h3>
        <Mark of={story.severity} /> {visible(verdict?.status === 'manual' ? verdict.ask : story.title)}
      </h3>
      <p class="muted">
        {visible(story.title)} <code>{visible(id)}</code>
      </p>
      <details open={printing.value}>
        <summary>Why, and how to answer</summary>
        <Prose text={story.why} />
        <Prose text={story.fix} />
        <Sources story={story} />
        <Code text={answer(id)} label="answer for ekshield.yaml" />
      </details>
    </li>
  )
}

export function Passed() {
  const passed = controlsOf('pass')
  const others = controlsOf('n/a')
  if (passed.length + others.length === 0) return <p class="nothing">No control passed.</p>
  return (
    <>
      <ControlTable ids={passed} mark="pass" last="Examined" />
      {others.length > 0 && (
        <details class="seen" open={printing.value}>
          <summary>
            <h3>{others.length} do not apply</h3>
          </summary>
          <ControlTable ids={others} mark="n/a" last="Because" />
        </details>
      )}
    </>
  )
}

function ControlTable({ ids, mark, last }: { ids: readonly string[]; mark: 'pass' | 'n/a'; last: string }) {
  if (ids.length === 0) return null
  return (
    <table class="controls">
      <thead>
        <tr>
          <th scope="col">Control</th>
          <th scope="col">{last}</th>
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <ControlRow key={id} id={id} mark={mark} />
        ))}
      </tbody>
    </table>
  )
}

function ControlRow({ id, mark }: { id: string; mark: 'pass' | 'n/a' }) {
  const verdict = verdictOf(id)
  const story = storyOf(id)
  return (
    <tr>
      <td>
        <details>
          <summary>
            <Mark of={mark} bare /> {visible(story.title)} <code>{visible(id)}</code>
          </summary>
          <Prose text={story.why} />
          <Sources story={story} />
        </details>
      </td>
      <td>{verdict && ('examined' in verdict ? verdict.examined : 'because' in verdict ? visible(verdict.because) : '')}</td>
    </tr>
  )
}
