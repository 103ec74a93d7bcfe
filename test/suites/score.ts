/** Judges a case: ours against theirs. */
import { assess } from '../../src/assess/assess.ts'
import { controls } from '../../src/controls/index.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import type { World } from '../../src/model/world.ts'
import type { Case } from './cases.ts'
import type { Suite } from './suites.ts'
import type { Topic } from './topics.ts'

/** `silent`: they find a fault and we do not; `loud`: we find one and they do not; `refused`: we could not read the input. */
export type Outcome = 'right' | 'silent' | 'loud' | 'unmapped' | 'refused'

export interface Scored {
  readonly outcome: Outcome
  /** What we said, where it was wrong. */
  readonly says?: string
}

export function score(one: Case, suite: Suite, topic: Topic | undefined, world: World, assessment: Assessment): Scored {
  const expectations = topic && suite.expect(one)
  if (!topic || !expectations) return { outcome: 'unmapped' }
  const ours = assessment.findings.filter((finding) => topic.controls.includes(finding.rule))
  for (const { fails, on } of expectations) {
    const found = ours.filter((finding) => !on || on(finding.subject))
    if (fails === found.length > 0) continue
    if (world.seen('problems').things.some((problem) => problem.sort === 'unreadable'))
      return {
        outcome: 'refused',
        says: world
          .seen('problems')
          .things.map((problem) => problem.says)
          .join('; '),
      }
    const [first] = found
    return fails
      ? { outcome: 'silent', says: topic.controls.map((id) => `${id} ${assessment.verdicts[id]?.status}`).join(', ') }
      : { outcome: 'loud', says: first ? `${first.rule} on ${first.subject.kind} ${first.subject.name}: ${first.evidence.says}` : '' }
  }
  return { outcome: 'right' }
}

/** All controls over the case, mapped or not: none may throw. @returns what broke */
export function judgeAll(world: World): { assessment: Assessment; broken: string[] } {
  const assessment = assess(world, controls)
  const broken = Object.values(assessment.verdicts).flatMap((verdict) =>
    ('gaps' in verdict ? (verdict.gaps ?? []) : []).filter((gap) => gap.detail.includes(' could not judge ')).map((gap) => gap.detail),
  )
  return { assessment, broken }
}
