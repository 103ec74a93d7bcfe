/** What the page knows: the assessment in the file, and what of it is asked for. */
import { computed, signal } from '@preact/signals'
import type { Assessment, ControlId, Story, Verdict } from '../src/model/assessment.ts'
import { layers } from '../src/model/control.ts'
import type { Finding } from '../src/model/finding.ts'
import { type Address, type Changes, changeAddress, isFindingView, parseAddress, showAddress, type View } from './address.ts'
import { sumLayers } from './layers.ts'
import { groupFindings, Index, layerOf, namespacesOf, viewOf } from './select.ts'

export const assessment: Assessment = JSON.parse(document.getElementById('assessment')?.textContent ?? 'null')

export const layerSums = sumLayers(assessment)
export const namespaces = namespacesOf(assessment.findings)
const index = new Index(assessment)
const byPrint = new Map(assessment.findings.map((finding) => [finding.print, finding]))

export const address = signal<Address>(parseAddress(location.hash))
/** Fingerprints of the findings that are open to read. */
export const opened = signal<ReadonlySet<string>>(new Set(address.value.finding ? [address.value.finding] : []))
/** Printing shows every view, unfolded. */
export const printing = signal(false)
export const wide = signal(matchMedia('(min-width: 68rem)').matches)

/** The finding the address points at; null where this report has none of that fingerprint. */
export const linked = computed<Finding | null | undefined>(() => {
  const print = address.value.finding
  return print === undefined ? undefined : (byPrint.get(print) ?? null)
})

export const view = computed<View>(() => address.value.view ?? (linked.value ? viewOf(linked.value) : 'open'))
/** The filters alone, as text, so that opening a finding does not search anew. */
export const filters = computed(() => showAddress(changeAddress(address.value, { finding: undefined, view: view.value })))
export const showsFindings = computed(() => isFindingView(view.value))
export const found = computed(() => index.search(parseAddress(filters.value), view.value))
export const groups = computed(() => {
  const { by, view: name } = parseAddress(filters.value)
  return name && isFindingView(name) ? groupFindings(found.value[name], by) : []
})

/** The story of a control; a bare one where the file tells none. */
export function storyOf(id: ControlId): Story {
  return assessment.stories[id] ?? { title: id, severity: 'info', layer: layerOf(id), why: '', fix: '', refs: [], benchmarks: {} }
}

export const verdictOf = (id: ControlId): Verdict | undefined => assessment.verdicts[id]

/** By layer, from the core to the skin, and by name. */
const ids = Object.keys(assessment.verdicts).sort((a, b) => layers.indexOf(layerOf(a)) - layers.indexOf(layerOf(b)) || (a < b ? -1 : 1))

/** Controls that came out in a certain way and match the filters; namespaces say nothing of controls. */
export function controlsOf(status: Verdict['status']): ControlId[] {
  return ids.filter((id) => verdictOf(id)?.status === status && isAskedFor(id))
}

export function isAskedFor(id: ControlId, text = ''): boolean {
  const { severities, layer } = address.value
  const story = storyOf(id)
  if (layer !== undefined && layerOf(id) !== layer) return false
  if (severities.length > 0 && !severities.includes(story.severity)) return false
  const verdict = verdictOf(id)
  const said = verdict && 'ask' in verdict ? verdict.ask : verdict && 'because' in verdict ? verdict.because : ''
  return matchesText(`${id} ${story.title} ${said} ${text}`)
}

function matchesText(text: string): boolean {
  const lower = text.toLowerCase()
  return address.value.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

let pending: ReturnType<typeof setTimeout> | undefined

/**
 * Changes what is shown. `replace`: the step is too small for the back button (a keystroke), and is written to the
 * address bar only when the typing pauses.
 */
export function go(changes: Changes, replace = false): void {
  // Who filters anew has left the finding that was linked, though not the view that it was in.
  const left = 'finding' in changes ? {} : { finding: undefined, ...(view.value !== 'open' && { view: view.value }) }
  address.value = changeAddress(address.value, { ...left, ...changes })
  clearTimeout(pending)
  if (replace) pending = setTimeout(() => write('replaceState'), 200)
  else write('pushState')
}

function write(method: 'pushState' | 'replaceState'): void {
  const hash = showAddress(address.value)
  try {
    if (hash !== (location.hash || '#/')) history[method](null, '', hash)
  } catch {
    // A page in a sandbox has no history; its filters work all the same.
  }
}

/** Opens or closes one finding. The address names the one opened last. */
export function toggle(print: string): void {
  const next = new Set(opened.value)
  const opens = !next.delete(print)
  if (opens) next.add(print)
  opened.value = next
  if (opens) go({ finding: print, view: address.value.view })
  else if (address.value.finding === print) go({ finding: undefined, view: view.value === 'open' ? undefined : view.value }, true)
}

/** Follows the address bar: a link, a step back or forward, an address typed in. */
function follow(): void {
  clearTimeout(pending)
  const before = address.value.finding
  const next = parseAddress(location.hash)
  const now = new Set(opened.value)
  if (before !== next.finding && before !== undefined) now.delete(before)
  if (next.finding !== undefined) now.add(next.finding)
  opened.value = now
  address.value = next
}

export function listen(): void {
  setTimeout(() => index.prepare(), 500)
  addEventListener('popstate', follow)
  addEventListener('hashchange', follow)
  const wider = matchMedia('(min-width: 68rem)')
  wider.addEventListener('change', () => {
    wide.value = wider.matches
  })
}
