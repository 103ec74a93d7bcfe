/** Waivers that do not work as their author thought; they stand before the findings that are waived. */
import type { WaiverProblem } from '../src/model/assessment.ts'
import { assessment, isAskedFor } from './state.ts'
import { visible } from './visible.ts'

export const problemsAskedFor = (): WaiverProblem[] =>
  assessment.waivers.filter(({ waiver, detail }) => isAskedFor(waiver.control, `${waiver.owner} ${waiver.reason} ${detail}`))

export function WaiverProblems() {
  const problems = problemsAskedFor()
  if (problems.length === 0) return null
  return (
    <section class="problems" aria-labelledby="waiver-problems">
      <h3 id="waiver-problems">{problems.length === 1 ? 'One waiver does' : `${problems.length} waivers do`} not work</h3>
      <ul class="cards">
        {problems.map(({ waiver, problem, detail }) => (
          <li class="card" key={`${waiver.control} ${waiver.from} ${problem} ${detail}`}>
            <p>
              <span class="sort">{visible(problem)}</span> <code>{visible(waiver.control)}</code> {visible(detail)}
            </p>
            <p class="muted">
              {visible(waiver.reason)} {waiver.owner !== '' && `by ${visible(waiver.owner)}`} {waiver.until !== '' && `until ${visible(waiver.until)}`} in{' '}
              {visible(waiver.from)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
