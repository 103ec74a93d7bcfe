/** The filters: words, severity, namespace; and which view, grouped by what. */
import { useEffect, useRef } from 'preact/hooks'
import { type Severity, severities } from '../src/model/finding.ts'
import { type Address, changeAddress, isNarrowed, showAddress, type View, views } from './address.ts'
import { Mark } from './marks.tsx'
import { address, controlsOf, found, go, namespaces, showsFindings, view } from './state.ts'
import { gapsAskedFor } from './unseen.tsx'
import { problemsAskedFor } from './waivers.tsx'
import { clip, showCount } from './visible.ts'

const viewNames: Readonly<Record<View, string>> = {
  open: 'Open',
  aws: 'AWS’s own',
  waived: 'Waived',
  unseen: 'Not seen',
  questions: 'Questions',
  passed: 'Passed',
}

function countOf(name: View): number {
  if (name === 'unseen') return gapsAskedFor().length
  if (name === 'questions') return controlsOf('manual').length
  if (name === 'passed') return controlsOf('pass').length
  return found.value[name].length + (name === 'waived' ? problemsAskedFor().length : 0)
}

const linkTo = (changes: Partial<Address>) => showAddress(changeAddress(address.value, { finding: undefined, ...changes }))

export function Views() {
  const list = useRef<HTMLUListElement>(null)
  // On a narrow screen the chosen view may lie beyond the edge of its row.
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-current]')
    list.current?.scrollTo({ left: (chosen?.offsetLeft ?? 0) - 40 })
  }, [view.value])
  return (
    <nav class="views" aria-label="Views">
      <ul ref={list}>
        {views.map((name) => (
          <li key={name}>
            <a href={linkTo({ view: name })} aria-current={name === view.value ? 'page' : undefined}>
              {viewNames[name]} <span class="number">{showCount(countOf(name))}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function Search() {
  return (
    <div class="search">
      <label>
        <span class="spoken">Search</span>
        <input
          type="search"
          placeholder="Search: name, control, path, file, words"
          value={address.value.text}
          onInput={(event) => go({ text: event.currentTarget.value }, true)}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      {showsFindings.value && (
        <fieldset class="by">
          <legend class="spoken">Group findings by</legend>
          {(['subject', 'control'] as const).map((by) => (
            <button key={by} type="button" aria-pressed={address.value.by === by} onClick={() => go({ by })}>
              By {by}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** The button goes away with the filters, so its focus goes to the search. */
function clear(): void {
  go({ text: '', severities: [], layer: undefined, namespace: undefined })
  document.querySelector<HTMLElement>('[type=search]')?.focus()
}

function toggleSeverity(severity: Severity): void {
  const now = address.value.severities
  go({ severities: severities.filter((one) => now.includes(one) !== (one === severity)) })
}

export function Facets() {
  const { severities: asked, namespace } = address.value
  return (
    <div class="facets">
      <fieldset>
        <legend>Severity</legend>
        {severities.map((severity) => (
          <label key={severity} class={asked.includes(severity) ? 'chosen' : ''}>
            <input type="checkbox" checked={asked.includes(severity)} onChange={() => toggleSeverity(severity)} />
            <Mark of={severity} /> {showsFindings.value && <span class="number">{showCount(found.value.bySeverity[severity])}</span>}
          </label>
        ))}
      </fieldset>
      <div>
        {showsFindings.value && (
          <label class="pick">
            <span>Namespace</span>
            <select
              value={namespace === undefined ? 'all' : `=${namespace}`}
              onChange={({ currentTarget: { value } }) => go({ namespace: value === 'all' ? undefined : value.slice(1) })}
            >
              <option value="all">all</option>
              {namespace !== undefined && !namespaces.includes(namespace) && <option value={`=${namespace}`}>{clip(namespace, 60)} (no findings)</option>}
              {namespaces.map((name) => (
                <option key={name} value={`=${name}`}>
                  {name === '' ? 'none: cluster and account' : clip(name, 60)}
                </option>
              ))}
            </select>
          </label>
        )}
        <p class="clear">
          {isNarrowed(address.value) && (
            <button type="button" onClick={clear}>
              Clear all filters
            </button>
          )}
        </p>
      </div>
    </div>
  )
}

/** The filters in words, for the count of results and for paper. */
export function narrowedBy({ text, severities: asked, layer, namespace }: Address): string[] {
  return [
    ...(asked.length > 0 ? [asked.join(' or ')] : []),
    ...(layer ? [`layer ${layer}`] : []),
    ...(namespace === undefined ? [] : [namespace === '' ? 'no namespace' : `namespace ${clip(namespace, 60)}`]),
    ...(text.trim() === '' ? [] : [`“${clip(text.trim(), 60)}”`]),
  ]
}
