/** The address of what the page shows: every filter in the part of the URL behind #, so that it can be linked, reloaded and gone back to. */
import { type Layer, layers } from '../src/model/control.ts'
import { type Severity, severities } from '../src/model/finding.ts'

const findingViews = ['open', 'aws', 'waived'] as const
export const views = [...findingViews, 'unseen', 'questions', 'passed'] as const
export type View = (typeof views)[number]

export type FindingView = (typeof findingViews)[number]

export const isFindingView = (view: View): view is FindingView => findingViews.some((one) => one === view)

export interface Address {
  /** Unset: where the linked finding is, or else the open findings. */
  readonly view?: View
  readonly by: 'subject' | 'control'
  readonly text: string
  /** Empty: all of them. */
  readonly severities: readonly Severity[]
  readonly layer?: Layer
  /** `''`: what belongs to no namespace. Unset: all of them. */
  readonly namespace?: string
  /** The fingerprint of the finding that is linked. */
  readonly finding?: string
}

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | undefined => list.find((one) => one === value)

/** Reads `#/...`; what it does not know it ignores, so that old links keep working. */
export function parseAddress(hash: string): Address {
  const parts = new URLSearchParams(hash.replace(/^#\/?/, ''))
  const view = oneOf(views, parts.get('view'))
  const layer = oneOf(layers, parts.get('layer'))
  const namespace = parts.get('ns')
  const finding = parts.get('f')
  const asked = (parts.get('sev') ?? '').split(',')
  return {
    by: parts.get('by') === 'control' ? 'control' : 'subject',
    text: parts.get('q') ?? '',
    severities: severities.filter((severity) => asked.includes(severity)),
    ...(view && { view }),
    ...(layer && { layer }),
    ...(namespace !== null && { namespace }),
    ...(finding && { finding }),
  }
}

/** The shortest `#/...` that `parseAddress` reads back as the same. */
export function showAddress({ view, by, text, severities, layer, namespace, finding }: Address): string {
  const parts = new URLSearchParams()
  if (view) parts.set('view', view)
  if (by === 'control') parts.set('by', by)
  if (text !== '') parts.set('q', text)
  if (severities.length > 0) parts.set('sev', severities.join(','))
  if (layer) parts.set('layer', layer)
  if (namespace !== undefined) parts.set('ns', namespace)
  if (finding) parts.set('f', finding)
  return `#/${parts.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')}`
}

/** What may be changed of an address; `undefined` takes a filter away. */
export type Changes = { readonly [K in keyof Address]?: Address[K] | undefined }

export function changeAddress(address: Address, changes: Changes): Address {
  const entries = Object.entries({ ...address, ...changes }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as unknown as Address
}

/** Whether any filter narrows what is shown. */
export function isNarrowed({ text, severities, layer, namespace }: Address): boolean {
  return text.trim() !== '' || severities.length > 0 || layer !== undefined || namespace !== undefined
}
