/** The head of the page: of what and when, what could not be decided, and only then how it came out. */
import { severities } from '../src/model/finding.ts'
import type { Gap } from '../src/model/snapshot.ts'
import { Mark } from './marks.tsx'
import { viewOf } from './select.ts'
import { assessment } from './state.ts'
import { plural, showCount, visible } from './visible.ts'

const { target, time, coverage, verdicts, findings } = assessment

/** The last part of a path or an ARN, by which people call a cluster. */
const nameOfTarget = (target.target.split('/').filter(Boolean).at(-1) ?? target.target) || 'unnamed target'

/** `2026-11-23T12:00:00.000Z` -> `2026-11-23 12:00 UTC`. */
const showTime = (iso: string) => iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC')

const becauses: Readonly<Record<Gap['because'], string>> = {
  denied: 'denied',
  failed: 'failed',
  untold: 'not told',
  'not asked': 'not asked for',
  'out of scope': 'out of scope',
}

/** For each cause, how many undecided controls it has a part in: `denied 6, failed 1`. */
function causes(): string {
  const counts = new Map<string, number>()
  for (const verdict of Object.values(verdicts)) {
    if (verdict.status !== 'unknown') continue
    for (const because of new Set(verdict.gaps.map((gap) => gap.because))) counts.set(because, (counts.get(because) ?? 0) + 1)
  }
  return Object.entries(becauses)
    .filter(([because]) => counts.has(because))
    .map(([because, words]) => `${counts.get(because)} ${words}`)
    .join(', ')
}

function Undecided() {
  const { counts } = coverage
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const partly = Object.values(verdicts).filter((verdict) => verdict.status === 'fail' && verdict.gaps).length
  return (
    <ul class="undecided">
      <li>
        {counts.unknown > 0 ? (
          <>
            <Mark of="unknown" bare /> <strong>{plural(counts.unknown, 'control')} could not be decided</strong> of {total}: {causes()}.{' '}
            <a href="#/view=unseen">What could not be seen</a>
          </>
        ) : (
          <>No control is undecided.</>
        )}
      </li>
      {partly > 0 && (
        <li>
          <Mark of="unknown" bare /> <strong>{plural(partly, 'failed control')}</strong> saw only a part; there may be more faults than are listed.
        </li>
      )}
      {counts.manual > 0 && (
        <li>
          <Mark of="manual" bare /> <strong>{plural(counts.manual, 'control')}</strong> {counts.manual === 1 ? 'waits' : 'wait'} for the answer of a person.{' '}
          <a href="#/view=questions">Questions</a>
        </li>
      )}
    </ul>
  )
}

function Outcome() {
  const { counts } = coverage
  const open = findings.filter((finding) => viewOf(finding) === 'open')
  const of = severities.map((severity) => [severity, open.filter((finding) => finding.severity === severity).length] as const)
  return (
    <dl class="outcome">
      <div>
        <dt>Open findings</dt>
        <dd>
          <b>{showCount(open.length)}</b>
          {of
            .filter(([, count]) => count > 0)
            .map(([severity, count]) => (
              <Mark key={severity} of={severity} count={count} />
            ))}
        </dd>
      </div>
      <div>
        <dt>Controls</dt>
        <dd>
          <Mark of="fail" count={counts.fail} />
          <Mark of="unknown" count={counts.unknown} />
          <Mark of="manual" count={counts.manual} />
          <Mark of="pass" count={counts.pass} />
          <span class="muted">{counts['n/a']} do not apply</span>
        </dd>
      </div>
    </dl>
  )
}

export function Head() {
  const whole = visible(target.target)
  return (
    <header class="head">
      <div>
        <p class="brand">ekshield report</p>
        <h1>{visible(nameOfTarget)}</h1>
        <p class="meta">
          {target.scope === 'cluster' ? 'Cluster' : 'Files'} as of <time dateTime={time}>{visible(showTime(time))}</time>
          {whole !== nameOfTarget && (
            <>
              , from <code>{whole}</code>
            </>
          )}
        </p>
      </div>
      <div>
        <Undecided />
        <Outcome />
      </div>
    </header>
  )
}
