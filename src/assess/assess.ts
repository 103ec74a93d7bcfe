/** Judges a world by its controls: verdicts, findings, and what could not be seen. */
import type { Assessment, ControlId, Story, Verdict } from '../model/assessment.ts'
import type { AnyControl, Layer } from '../model/control.ts'
import type { Kind } from '../model/facts.ts'
import { severities } from '../model/finding.ts'
import { kinds } from '../model/kinds.ts'
import type { Gap } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { sourcesOf } from '../world/view.ts'
import { attest } from './attest.ts'
import { globs } from './globs.ts'
import { Found } from './found.ts'
import { type Case, judgeKind } from './judge.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { begin, type Trial, verdictOf } from './trial.ts'
import { waive } from './waive.ts'

export type Controls = Readonly<Record<ControlId, AnyControl>>
/** Control id -> benchmark -> rows. */
export type BenchmarkRows = Readonly<Record<ControlId, Readonly<Record<string, readonly string[]>>>>

export function layerOf(id: ControlId): Layer {
  return id.slice(0, id.indexOf('/')) as Layer
}

/** The controls that the settings choose, worst first, then by name: the order in which every report shows their findings. */
export function choose(controls: Controls, { only, skip, overrides }: Settings): [ControlId, AnyControl][] {
  const isOnly = globs(only)
  const isSkipped = globs(skip)
  const weight = ([id, control]: [ControlId, AnyControl]) => severities.indexOf(overrides[id]?.severity ?? control.severity)
  return Object.entries(controls)
    .filter(([id]) => (only.length === 0 || isOnly(id)) && !isSkipped(id))
    .sort((a, b) => weight(a) - weight(b) || (a[0] < b[0] ? -1 : 1))
}

/** Every gap once, with the kinds it concerns and the controls it leaves undecided. */
function gapsOf(trials: readonly Trial[]): Assessment['coverage']['gaps'] {
  const gaps = new Map<string, { gap: Gap; kinds: Set<string>; undecided: Set<string> }>()
  for (const { id, gaps: noted } of trials) {
    for (const { kind, gap } of noted.values()) {
      const key = `${gap.because}\u0000${gap.lacks ?? gap.detail}`
      const entry = gaps.get(key) ?? { gap, kinds: new Set(), undecided: new Set() }
      gaps.set(key, entry)
      entry.kinds.add(kind)
      entry.undecided.add(id)
    }
  }
  return [...gaps.values()].map(({ gap, kinds, undecided }) => ({ ...gap, kinds: [...kinds].sort(), undecided: [...undecided].sort() }))
}

/** The same as `assessLazily`, with its findings as a list. */
export function assess(...given: Parameters<typeof assessLazily>): Assessment {
  const assessment = assessLazily(...given)
  return { ...assessment, findings: [...assessment.findings] }
}

/**
 * @param world what was seen
 * @param controls the controls to judge by; `settings` chooses among them
 * @param rows for each control, the benchmark rows that ask for it
 */
export function assessLazily(world: World, controls: Controls, rows: BenchmarkRows = {}, settings: Settings = defaultSettings): Assessment<Found> {
  const trials = choose(controls, settings).map(([id, control], place) => begin(id, control, place, settings))
  const judged = trials.filter(({ control }) => control.ask === undefined)
  const cases: Case[] = []
  for (const kind of new Set(judged.map(({ control }) => control.about))) {
    for (const one of judgeKind(
      kind,
      judged.filter(({ control }) => control.about === kind),
      world,
    ))
      cases.push(one)
  }
  const verdicts: Record<ControlId, Verdict> = {}
  const stories: Record<ControlId, Story> = {}
  for (const trial of trials) {
    if (trial.control.ask === undefined) verdicts[trial.id] = verdictOf(trial)
    else {
      const { verdict, cases: own } = attest(trial, world, settings)
      verdicts[trial.id] = verdict
      cases.push(...own)
    }
    stories[trial.id] = storyOf(trial, rows[trial.id] ?? {})
  }
  const waivers = waive(cases, verdicts, world, settings)
  const counts = { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }
  for (const verdict of Object.values(verdicts)) counts[verdict.status] += 1
  return {
    format: 1,
    time: world.time,
    target: world.source,
    coverage: {
      counts,
      seen: seenOf(world),
      gaps: gapsOf(judged),
    },
    verdicts,
    findings: new Found(trials, cases, world),
    waivers,
    stories,
  }
}

function storyOf({ id, control, severity }: Trial, benchmarks: Story['benchmarks']): Story {
  return {
    title: control.title,
    severity,
    layer: layerOf(id),
    why: control.why.trim(),
    fix: control.fix.trim(),
    refs: control.refs ?? [],
    benchmarks,
  }
}

function seenOf(world: World): Record<string, number> {
  const seen: Record<string, number> = {}
  for (const kind of [...Object.keys(kinds), ...Object.keys(sourcesOf)] as Kind[]) {
    const count = world.seen(kind).things.length
    if (count > 0) seen[kind] = count
  }
  return seen
}
