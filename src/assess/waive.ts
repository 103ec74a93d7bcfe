/** Waivers: accepted findings, with owner, reason and end date; a waiver that no longer holds is reported itself. */
import type { Verdict, WaiverProblem } from '../model/assessment.ts'
import type { Facts, Kind } from '../model/facts.ts'
import type { Subject, Waiver } from '../model/finding.ts'
import { addTo } from '../model/groups.ts'
import { refKey } from '../model/ref.ts'
import { kinds } from '../model/kinds.ts'
import type { World } from '../model/world.ts'
import { globs } from './globs.ts'
import type { Case } from './judge.ts'
import type { ScopedWaiver, Settings } from './settings.ts'

export const annotationPrefix = 'ekshield.io/waive.'
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** `reason; owner; until YYYY-MM-DD` of an annotation; undefined when it is not of that form. */
export function parseAnnotation(key: string, value: string): Waiver | undefined {
  const [layer, ...name] = key.slice(annotationPrefix.length).split('.')
  const [reason, owner, until, ...more] = value.split(';').map((part) => part.trim())
  const date = until?.replace(/^until\s+/, '')
  if (!layer || name.length === 0 || !reason || !owner || !date || !isDate(date) || more.length > 0) return undefined
  return { control: `${layer}/${name.join('.')}`, reason, owner, until: date, from: key }
}

interface Candidate {
  readonly waiver: Waiver
  readonly covers: (rule: string, subject: Subject) => boolean
}

function fromSettings(scoped: ScopedWaiver): Candidate {
  const { kind, namespace, name, compensatedBy, ...told } = scoped
  const waiver: Waiver = { ...told, from: 'ekshield.yaml', ...(compensatedBy !== undefined && { compensatedBy }) }
  const ofControl = globs([waiver.control])
  const ofKind = kind === undefined ? undefined : globs([kind])
  const ofNamespace = namespace === undefined ? undefined : globs([namespace])
  const ofName = name === undefined ? undefined : globs([name])
  return {
    waiver,
    covers: (rule, subject) =>
      ofControl(rule) && (!ofKind || ofKind(subject.kind)) && (!ofNamespace || ofNamespace(subject.namespace ?? '')) && (!ofName || ofName(subject.name)),
  }
}

const none = {}

/** Waivers that objects carry, by the object they are on. */
function annotated(world: World, problems: WaiverProblem[], allowed: boolean): Map<string, Waiver[]> {
  const found = new Map<string, Waiver[]>()
  const kubeKinds = (Object.keys(kinds) as Kind[]).filter((kind) => (kinds as Record<string, { plane?: string }>)[kind]?.plane === 'kubernetes')
  for (const kind of ['workloads' as const, ...kubeKinds]) {
    for (const thing of world.seen(kind).things as readonly Facts['namespaces'][]) {
      const annotations: Readonly<Record<string, unknown>> = thing.metadata?.annotations ?? none
      for (const key of Object.keys(annotations)) {
        if (!key.startsWith(annotationPrefix)) continue
        const value = annotations[key]
        const id = refKey({
          kind: thing.kind,
          name: thing.metadata.name,
          ...(thing.metadata.namespace !== undefined && { namespace: thing.metadata.namespace }),
        })
        const waiver = parseAnnotation(key, String(value))
        if (found.get(id)?.some((other) => other.from === key)) continue
        const blank: Waiver = waiver ?? {
          control: key.slice(annotationPrefix.length).replace('.', '/'),
          reason: String(value),
          owner: '',
          until: '',
          from: key,
        }
        const where = `${thing.kind} ${thing.metadata.namespace ?? ''}/${thing.metadata.name}`
        if (!allowed) problems.push({ waiver: blank, problem: 'forbidden', detail: `ekshield.yaml forbids waivers as annotations; this one is on ${where}` })
        else if (!waiver) problems.push({ waiver: blank, problem: 'malformed', detail: `on ${where}: write "reason; owner; until YYYY-MM-DD"` })
        addTo(found, id, allowed && waiver ? waiver : { ...blank, control: '' })
      }
    }
  }
  return found
}

/** Marks what is waived of each case. @returns waivers that are expired, unused, void, forbidden or malformed */
export function waive(cases: readonly Case[], verdicts: Readonly<Record<string, Verdict>>, world: World, settings: Settings): WaiverProblem[] {
  const problems: WaiverProblem[] = []
  const today = world.time.slice(0, 10)
  const candidates = settings.waivers.map(fromSettings)
  const onObjects = annotated(world, problems, settings.annotationWaivers)
  if (candidates.length === 0 && onObjects.size === 0) return problems
  const used = new Set<Waiver>()
  const voided = new Set<Waiver>()

  const holds = (waiver: Waiver): boolean => {
    if (waiver.until < today) return false
    if (waiver.compensatedBy === undefined || verdicts[waiver.compensatedBy]?.status === 'pass') return true
    voided.add(waiver)
    return false
  }
  for (const one of cases) {
    const { subject } = one
    const own = onObjects.get(refKey(subject)) ?? []
    one.faults = one.faults.map((fault) => {
      const { rule } = fault
      const matching = [
        ...candidates.filter((candidate) => candidate.covers(rule, subject)).map((candidate) => candidate.waiver),
        ...own.filter((waiver) => waiver.control === rule),
      ]
      for (const waiver of matching) used.add(waiver)
      const waived = matching.find(holds)
      return waived ? { ...fault, waived } : fault
    })
  }
  const every = [...candidates.map((candidate) => candidate.waiver), ...[...onObjects.values()].flat().filter((waiver) => waiver.control !== '')]
  for (const waiver of every) {
    if (waiver.until < today) problems.push({ waiver, problem: 'expired', detail: `ended on ${waiver.until}; its findings count again` })
    else if (voided.has(waiver)) problems.push({ waiver, problem: 'void', detail: `the compensating control ${waiver.compensatedBy} does not pass` })
    else if (!used.has(waiver)) problems.push({ waiver, problem: 'unused', detail: 'matches no finding; take it away' })
  }
  return problems
}
