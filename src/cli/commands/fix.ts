/** `ekshield fix`: plans what would mend the faults of manifests, shows it, and on --apply writes it, judges again and puts back. */
import { assess } from '../../assess/assess.ts'
import { collect } from '../../collect/target.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import { readBytesNow, writeWhole } from '../../doors/files.ts'
import { type FileChange, type Plan, planOf } from '../../fix/plan.ts'
import { answersFrom } from '../../fix/values.ts'
import type { Assessment } from '../../model/assessment.ts'
import { type Ref, refKey, showRef } from '../../model/ref.ts'
import { UsageError } from '../../model/usage-error.ts'
import { plain } from '../../report/plain.ts'
import { several } from '../../report/summary.ts'
import { view } from '../../world/view.ts'
import { note, print } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type FixFlags = SettingFlags & { readonly format: 'text' | 'json'; readonly apply?: boolean; readonly set?: readonly string[] }

export async function fix(targets: readonly string[], flags: FixFlags): Promise<void> {
  if (targets.includes('-')) throw new UsageError('- : what comes from stdin cannot be edited in place; name the files')
  const given = answersFrom(flags.set ?? [])
  const { settings } = await readSettings(flags, Object.keys(controls))
  const look = async () => {
    const snapshot = await collect(targets, { now: now() })
    if (snapshot.source.collector !== 'manifests') throw new UsageError(`${targets[0]} is no manifest; fix edits files of manifests so far`)
    const world = view(snapshot)
    return { world, assessment: assess(world, controls, {}, settings) }
  }
  const { world, assessment } = await look()
  const plan = planOf(world, assessment, controls, textOf, given)
  await print(flags.format === 'json' ? `${JSON.stringify(asJson(plan), null, 2)}\n` : shown(plan))
  if (!flags.apply || plan.changes.length === 0) return
  await write(plan)
  const worse = newIn((await look()).assessment, assessment)
  if (worse.length === 0) {
    note(`ekshield: ${several(plan.files.size, 'file')} written, and judged again: nothing is worse`)
    return
  }
  for (const [file, { before }] of plan.files) await writeWhole(file, before)
  note(`ekshield: put back, since it brought ${worse[0]}${worse.length > 1 ? ` and ${worse.length - 1} more` : ''}`)
  process.exitCode = 4
}

/** Undefined for what is no text: its bytes could not be put back as they were. */
function textOf(file: string): string | undefined {
  const bytes = readBytesNow(file)
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined
}

/** Writes nothing at all where one of the files is no longer as it was planned on. */
async function write({ files }: Plan): Promise<void> {
  for (const [file, { before }] of files) if (textOf(file) !== before) throw new UsageError(`${file} has changed meanwhile; nothing was written`)
  const done: string[] = []
  for (const [file, { after }] of files) {
    try {
      await writeWhole(file, after)
      done.push(file)
    } catch (error) {
      for (const one of done) await writeWhole(one, files.get(one)?.before ?? '')
      throw new UsageError(`${file} cannot be written (${(error as Error).message}); nothing was changed`)
    }
  }
}

function newIn(is: Assessment, was: Assessment): string[] {
  const keysOf = ({ findings }: Assessment) => findings.map(({ rule, subject }) => `${rule} at ${showRef(subject)}`)
  const known = new Set(keysOf(was))
  return keysOf(is).filter((key) => !known.has(key))
}

const asJson = ({ changes, forAPerson }: Plan) => ({ format: 1, changes, forAPerson })

function shown({ changes, files, forAPerson }: Plan): string {
  const lines: string[] = []
  for (const file of files.keys()) {
    lines.push(plain(file))
    let object = ''
    for (const change of changes.filter((one) => one.file === file)) {
      const name = plain(showRef(change.object))
      if (name !== object) lines.push(`  ${name}`)
      object = name
      lines.push(...linesOf(change))
    }
  }
  if (changes.length === 0) lines.push('Nothing here that a program should change.')
  const left = new Map<string, { because: string; subjects: Map<string, Ref> }>()
  for (const { rule, because, subject } of forAPerson) {
    const one = left.get(rule) ?? { because, subjects: new Map() }
    left.set(rule, one)
    one.subjects.set(refKey(subject), subject)
  }
  if (left.size > 0) lines.push('', 'For a person (ekshield explain CONTROL tells how):')
  for (const [rule, { because, subjects }] of [...left].sort(([one], [other]) => (one < other ? -1 : 1)))
    lines.push(`  ${rule}: ${several(subjects.size, 'thing')}; ${plain(because)}`)
  const ended = changes.reduce((sum, { ends }) => sum + ends.reduce((inner, { says }) => inner + says.length, 0), 0)
  lines.push('', `${several(ended, 'finding')} ended by ${several(changes.length, 'change')} in ${several(files.size, 'file')}; ${forAPerson.length} left`)
  if (changes.length > 0) lines.push('Pods restart when this is rolled out. Whether an image can live with it is not in its manifest: try it first.')
  return `${lines.join('\n')}\n`
}

function linesOf({ hunk, ends, edits }: FileChange): string[] {
  const from = [...new Set(edits.flatMap((edit) => edit.from ?? []))].join('; ')
  return [
    `    ${ends.map(({ rule }) => rule).join(', ')}, line ${hunk.line}${from === '' ? '' : ` (${plain(from)})`}`,
    ...hunk.gone.map((line) => `      -${plain(line)}`),
    ...hunk.come.map((line) => `      +${plain(line)}`),
  ]
}
