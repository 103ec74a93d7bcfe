/** Plans changes of manifests: each file is written once, with all the changes that are shown of it. */
import { resolve } from 'node:path'
import type { Controls } from '../assess/assess.ts'
import type { Assessment } from '../model/assessment.ts'
import { addTo } from '../model/groups.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { rewriteOf } from './files.ts'
import { type Carrier, hunkOf, mendAll } from './plan.ts'
import { openSheet, type Sheet, Unspliceable } from './splice.ts'
import type { Answer } from './values.ts'
import type { Plan, Shown, Step } from './write.ts'

/**
 * @param textOf the text of a file; undefined where it is none
 * @param given answers to what remedies ask
 */
export function planFiles(
  world: World,
  { findings }: Assessment,
  controls: Controls,
  textOf: (file: string) => string | undefined,
  given: readonly Answer[] = [],
): Plan {
  const files = new Map<string, { readonly before: string; readonly sheet: Sheet } | undefined>()
  const fileOf = (file: string) => {
    if (!files.has(file)) {
      const before = textOf(file)
      files.set(file, before === undefined ? undefined : { before, sheet: openSheet(before) })
    }
    return files.get(file)
  }
  const nameOf = (thing: KubeObject): string => world.origin(thing)?.file ?? ''
  const carrier: Carrier = {
    refuses: (thing) => (fileOf(nameOf(thing)) ? undefined : 'it has no file that could be edited'),
    edit(thing, edits) {
      const origin = world.origin(thing)
      const sheet = fileOf(origin?.file ?? '')?.sheet
      const at = origin && sheet?.placeOf(origin.line)
      if (!sheet || !at) throw new Unspliceable('its place in the file was not found')
      const { text } = sheet
      sheet.splice(at, edits)
      return hunkOf(text, sheet.text)
    },
  }
  const { mended, further, forAPerson } = mendAll(world, findings, controls, carrier, given)
  const shows = new Map<string, Shown[]>()
  for (const { thing, edits: _, risk: __, ...shown } of mended) addTo(shows, nameOf(thing), shown)
  const steps = [...files].flatMap(([file, opened]): Step[] => {
    if (!opened || opened.sheet.text === opened.before) return []
    const write = rewriteOf(resolve(file), opened.before, opened.sheet.text)
    return [{ write, shows: (shows.get(file) ?? []).sort(byObject), risk: 'none', touches: [], brings: [] }]
  })
  const beyond = further.flatMap(({ rule, subject, says, remedy }) =>
    says.map((one) => ({ rule, subject, says: one, because: `it takes more than an edit of a file: ${remedy.says}` })),
  )
  return { steps, forAPerson: [...forAPerson, ...beyond] }
}

/** All changes of one object together, in the order in which they are made. */
const byObject = (one: Shown, other: Shown): number => {
  const [a, b] = [refKey(one.object), refKey(other.object)]
  return a < b ? -1 : a > b ? 1 : 0
}
