/** What could not be seen: each gap, the permission that would close it, and the controls it leaves undecided. */
import type { Assessment } from '../src/model/assessment.ts'
import { ControlLink } from './control-link.tsx'
import { assessment, isAskedFor, storyOf, verdictOf } from './state.ts'
import { visible } from './visible.ts'

type GapEntry = Assessment['coverage']['gaps'][number]

const because: Readonly<Record<GapEntry['because'], string>> = {
  denied: 'Denied',
  failed: 'Failed',
  untold: 'Not told',
  'not asked': 'Not asked for',
  'out of scope': 'Out of scope',
}

/** The gaps of which some undecided control passes the filters, and of each only those controls. */
export function gapsAskedFor(): GapEntry[] {
  return assessment.coverage.gaps.flatMap((gap) => {
    const undecided = gap.undecided.filter((id) => isAskedFor(id, `${gap.detail} ${gap.lacks ?? ''} ${gap.kinds.join(' ')}`))
    return undecided.length > 0 ? [{ ...gap, undecided }] : []
  })
}

export function Unseen() {
  const gaps = gapsAskedFor()
  return (
    <>
      {gaps.length === 0 && <p class="nothing">No gap leaves a control undecided.</p>}
      <ul class="cards">
        {gaps.map((gap) => (
          <GapCard key={`${gap.because} ${gap.detail} ${gap.lacks}`} gap={gap} />
        ))}
      </ul>
      <Seen />
    </>
  )
}

function GapCard({ gap }: { gap: GapEntry }) {
  return (
    <li class="card">
      <h3>
        <span class="sort">{because[gap.because] ?? visible(gap.because)}</span> {visible(gap.detail)}
      </h3>
      <dl class="evidence">
        {gap.lacks !== undefined && (
          <div>
            <dt>Would be shown by</dt>
            <dd>
              <code>{visible(gap.lacks)}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Hidden or in part</dt>
          <dd>{gap.kinds.map(visible).join(', ')}</dd>
        </div>
        <Ids term="Leaves undecided" ids={gap.undecided.filter((id) => verdictOf(id)?.status !== 'fail')} />
        <Ids term="Fail, and may hide more" ids={gap.undecided.filter((id) => verdictOf(id)?.status === 'fail')} />
      </dl>
    </li>
  )
}

function Ids({ term, ids }: { term: string; ids: readonly string[] }) {
  if (ids.length === 0) return null
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <ul>
          {ids.map((id) => (
            <li key={id}>
              <ControlLink id={id} title={storyOf(id).title} />
            </li>
          ))}
        </ul>
      </dd>
    </div>
  )
}

function Seen() {
  const seen = Object.entries(assessment.coverage.seen)
  if (seen.length === 0) return null
  return (
    <details class="seen">
      <summary>
        <h3>What was seen</h3>
      </summary>
      <ul>
        {seen.map(([kind, count]) => (
          <li key={kind}>
            <b>{count}</b> {visible(kind)}
          </li>
        ))}
      </ul>
    </details>
  )
}
