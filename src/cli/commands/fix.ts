/** `ekshield fix`: plans what would mend the faults of a cluster or of manifests, shows it, and on --apply makes it, judges again and puts back. */
import { join, resolve } from 'node:path'
import { assess } from '../../assess/assess.ts'
import type { Settings } from '../../assess/settings.ts'
import { collect } from '../../collect/target.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import { lookAt, readText, writeWhole } from '../../doors/files.ts'
import { stateFolder } from '../../doors/person.ts'
import { apply, openWrites, settleOpen, type Site, toUndo, undo } from '../../fix/apply.ts'
import { planFiles } from '../../fix/file-plan.ts'
import { fileHand, textOf } from '../../fix/files.ts'
import { keysOf } from '../../fix/foresee.ts'
import { type Ledger, openLedger, readLedger } from '../../fix/ledger.ts'
import { readPlan, type SavedPlan, seal } from '../../fix/plan-file.ts'
import { type Answer, answersFrom } from '../../fix/values.ts'
import type { Plan } from '../../fix/write.ts'
import { UsageError } from '../../model/usage-error.ts'
import { several } from '../../report/summary.ts'
import { view } from '../../world/view.ts'
import { refuseLiveFlags } from '../live/flags.ts'
import type { Live, LiveFix } from '../live/fix.ts'
import { note, print, widthOf } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'
import { showHistory, showPlan } from '../show-plan.ts'

type FixFlags = SettingFlags &
  LiveFix & {
    readonly format: 'text' | 'json'
    readonly apply?: boolean
    readonly output?: string
    readonly set?: readonly string[]
    readonly ledger?: string
    /** True: the last run. */
    readonly undo?: string | true
    readonly history?: boolean
    readonly width?: number
  }

export async function fix(targets: readonly string[], flags: FixFlags): Promise<void> {
  const ledgerFile = resolve(flags.ledger ?? join(stateFolder(), 'ledger.jsonl'))
  if (flags.history) return print(showHistory(await readLedger(ledgerFile), ledgerFile))
  const given = answersFrom(flags.set ?? [])
  const { settings } = await readSettings(flags, Object.keys(controls))
  if (flags.undo !== undefined) return takeBack(targets, flags, settings, ledgerFile)
  const saved = await savedPlan(targets)
  const place = await open(targets, saved, flags, settings, given)
  try {
    await tellOpenWrites(ledgerFile, flags)
    if (!flags.apply) return await show(saved ?? (await place.plan()), saved, place, flags)
    const ledger = await openLedger(ledgerFile)
    try {
      await place.settleOpen(ledger)
      const plan = saved ?? (await place.plan())
      await show(plan, saved, place, flags)
      if (plan.steps.length > 0) await place.apply(plan, ledger)
    } finally {
      await ledger.close()
    }
  } finally {
    place.close()
  }
}

/** What is to be mended: a live target, or files. */
type Place = Omit<Live, 'plan'> & { plan(): Promise<Plan & { readonly lacks?: readonly string[] }> }

async function savedPlan([first, ...rest]: readonly string[]): Promise<SavedPlan | undefined> {
  if (first === undefined || !first.endsWith('.json') || (await lookAt(first))?.sort !== 'file') return undefined
  const plan = readPlan(first, await readText(first))
  if (plan && rest.length > 0) throw new UsageError(`${first} is a plan; it goes alone`)
  return plan
}

async function open(targets: readonly string[], saved: SavedPlan | undefined, flags: FixFlags, settings: Settings, given: readonly Answer[]): Promise<Place> {
  const isOfFiles = saved ? saved.target.places.file !== undefined : targets.length > 0
  const [first = ''] = targets
  if (isOfFiles) {
    refuseLiveFlags(flags, first)
    const files = saved?.steps.flatMap(({ write }) => (write.to === 'file' ? [write.file] : []))
    return new Files(files ?? targets, settings, given)
  }
  const { openLive } = await import('../live/fix.ts')
  const live = await openLive(flags, settings, given)
  const other = saved && (['object', 'aws'] as const).find((to) => saved.target.places[to] !== undefined && saved.target.places[to] !== live.places[to])
  if (other) {
    live.close()
    throw new UsageError(`${first} was planned for ${saved.target.name}, another ${other === 'aws' ? 'account' : 'cluster'} than ${live.name}`)
  }
  return live
}

async function show(
  plan: Plan & { readonly lacks?: readonly string[] },
  saved: SavedPlan | undefined,
  { name, places }: Place,
  flags: FixFlags,
): Promise<void> {
  const sealed = saved ?? seal(plan, now(), { name, places })
  if (flags.output !== undefined) {
    await writeWhole(flags.output, `${JSON.stringify(sealed, null, 2)}\n`)
    note(`ekshield: plan written to ${flags.output}; ekshield fix ${flags.output} --apply carries it out`)
  }
  await print(flags.format === 'json' ? `${JSON.stringify(sealed, null, 2)}\n` : showPlan(plan, widthOf(flags.width)))
  for (const lack of plan.lacks ?? []) note(`ekshield: to apply this you lack a right: ${lack}`)
}

async function tellOpenWrites(file: string, { apply }: FixFlags): Promise<void> {
  if (apply) return
  const open = (await readLedger(file)).filter(({ outcome }) => outcome === undefined)
  if (open.length > 0) note(`ekshield: a run was cut short at ${open[0]?.begin.time}; the next --apply or --undo settles what it began (--history shows it)`)
}

async function takeBack(targets: readonly string[], flags: FixFlags, settings: Settings, file: string): Promise<void> {
  const [extra] = targets
  if (extra !== undefined) throw new UsageError(`--undo takes the number of an entry, or the time of a run (--history shows them); ${extra} is not asked for`)
  const ledger = await openLedger(file)
  try {
    const which = flags.undo === true ? undefined : flags.undo
    const open = openWrites({ ledger })
    const standing = toUndo(ledger.told(), which)
    const first = standing[0]?.begin ?? open[0]
    if (!first)
      throw new UsageError(which === undefined ? 'nothing is left to take back' : `${which} names nothing that still stands; --history shows what does`)
    const place = first.write.to === 'file' ? new Files([], settings, []) : await (await import('../live/fix.ts')).openLive(flags, settings, [])
    try {
      if (standing.some(({ begin: { write, place: made } }) => place.places[write.to] !== made))
        throw new UsageError(`that was done to ${first.place}, and ${place.name} is another; name it with --context`)
      await place.settleOpen(ledger)
      await place.undo(standing, ledger)
      note(`ekshield: ${several(standing.length, 'change')} taken back`)
    } finally {
      place.close()
    }
  } finally {
    await ledger.close()
  }
}

class Files implements Place {
  readonly name: string
  readonly places: Live['places'] = { file: 'files' }
  readonly #targets: readonly string[]
  readonly #settings: Settings
  readonly #given: readonly Answer[]
  #before: ReadonlySet<string> | undefined

  constructor(targets: readonly string[], settings: Settings, given: readonly Answer[]) {
    if (targets.includes('-')) throw new UsageError('- : what comes from stdin cannot be edited in place; name the files')
    this.name = targets.join(' ')
    this.#targets = targets
    this.#settings = settings
    this.#given = given
  }

  async #look() {
    const snapshot = await collect(this.#targets, { now: now() })
    if (snapshot.source.collector !== 'manifests')
      throw new UsageError(`${this.#targets[0]} only tells of a cluster; fix edits manifests, and the cluster itself (ekshield fix --context NAME)`)
    const world = view(snapshot)
    return { world, assessment: assess(world, controls, {}, this.#settings) }
  }

  async plan(): Promise<Plan> {
    const { world, assessment } = await this.#look()
    this.#before = keysOf(assessment.findings)
    return planFiles(world, assessment, controls, textOf, this.#given)
  }

  #site(ledger: Ledger): Site {
    return { hands: { file: fileHand }, places: this.places, ledger, note: () => undefined, check: () => undefined }
  }

  async apply({ steps }: Plan, ledger: Ledger): Promise<void> {
    const before = this.#before ?? keysOf((await this.#look()).assessment.findings)
    await apply([steps], this.#site(ledger), async () => [...keysOf((await this.#look()).assessment.findings)].filter((key) => !before.has(key)))
    note(`ekshield: ${several(steps.length, 'file')} written, and judged again: nothing is worse`)
  }

  undo(...[standing, ledger]: Parameters<Live['undo']>): Promise<void> {
    return undo(standing, this.#site(ledger))
  }

  async settleOpen(ledger: Ledger): Promise<void> {
    if (openWrites({ ledger }).length > 0) await settleOpen({ ...this.#site(ledger), note: (text) => note(`ekshield: ${text}`) })
  }

  close(): void {}
}
