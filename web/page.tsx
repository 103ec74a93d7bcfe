/** The page: head, layers and filters at the side, the chosen view; on paper every view after another. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type FindingView, isFindingView, type View, views } from './address.ts'
import { Facets, narrowedBy, Search, Views } from './filters.tsx'
import { Findings } from './findings.tsx'
import { Head } from './head.tsx'
import { Onion } from './onion.tsx'
import { Passed, Questions } from './controls.tsx'
import { address, controlsOf, found, groups, linked, printing, storyOf, verdictOf, view, wide } from './state.ts'
import { Prose, Sources } from './story.tsx'
import { gapsAskedFor, Unseen } from './unseen.tsx'
import { plural, showCount, visible } from './visible.ts'
import { WaiverProblems } from './waivers.tsx'

export function Page() {
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it does lead to a place on the page, only not by way of the address */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to the findings
      </a>
      <Head />
      <div class="body">
        <Side />
        <main id="main" tabIndex={-1}>
          <Views />
          <Search />
          <Status />
          {printing.value ? views.map((name) => <Section key={name} name={name} />) : <Section name={view.value} />}
          {printing.value && address.value.by === 'subject' && <Stories />}
        </main>
      </div>
      <footer>
        <p>Made by ekshield. The page asks no network for anything; what it shows lies in this file, as JSON.</p>
      </footer>
    </>
  )
}

/** A plain jump would replace the filters in the address. */
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** Whether layers and findings have room below each other; on a telephone the findings come first. */
const roomy = matchMedia('(min-width: 48rem)').matches

/** On a narrow screen layers and filters fold away. */
function Side() {
  const count = narrowedBy(address.value).length
  const inside = (
    <div class="fold">
      <Onion />
      <Facets />
    </div>
  )
  if (wide.value || printing.value) return <aside aria-label="Layers and filters">{inside}</aside>
  return (
    <aside aria-label="Layers and filters">
      <details open={roomy}>
        <summary>Layers and filters{count > 0 && ` (${count} set)`}</summary>
        {inside}
      </details>
    </aside>
  )
}

/** How much is shown, said aloud when it changes. */
function Status() {
  const name = view.value
  const narrowed = narrowedBy(address.value)
  return (
    <>
      <p class="status" role="status">
        {summaries[name]()}
        {narrowed.length > 0 && `; only ${narrowed.join(', ')}`}
      </p>
      <Lost />
    </>
  )
}

/** A link to a finding that is not here, or that the filters hide. */
function Lost() {
  const { finding } = address.value
  const name = view.value
  if (finding === undefined) return null
  if (linked.value === null) {
    return <p class="lost">This report has no finding {visible(finding)}: it was mended, or the link is of another report.</p>
  }
  if (isFindingView(name) && !found.value[name].includes(linked.value!)) {
    return (
      <p class="lost">
        The filters hide the finding that is linked. <a href={`#/f=${encodeURIComponent(finding)}`}>Show it</a>
      </p>
    )
  }
  return null
}

const ofFindings = (name: FindingView) => `${plural(found.value[name].length, 'finding')} of ${plural(groups.value.length, address.value.by)}`

function ofGaps(): string {
  const gaps = gapsAskedFor()
  const touched = [...new Set(gaps.flatMap((gap) => gap.undecided))]
  const undecided = touched.filter((id) => verdictOf(id)?.status === 'unknown').length
  return `${plural(gaps.length, 'gap')}: ${plural(undecided, 'control')} undecided, ${showCount(touched.length - undecided)} seen in part`
}

const summaries: Readonly<Record<View, () => string>> = {
  open: () => ofFindings('open'),
  aws: () => ofFindings('aws'),
  waived: () => ofFindings('waived'),
  unseen: ofGaps,
  questions: () => plural(controlsOf('manual').length, 'question'),
  passed: () => `${plural(controlsOf('pass').length, 'control')} passed, ${showCount(controlsOf('n/a').length)} did not apply`,
}

const contents: Readonly<Record<View, () => ComponentChildren>> = {
  open: () => <Findings of="open" />,
  aws: () => <Findings of="aws" />,
  waived: () => (
    <>
      <WaiverProblems />
      <Findings of="waived" />
    </>
  ),
  unseen: () => <Unseen />,
  questions: () => <Questions />,
  passed: () => <Passed />,
}

const headings: Readonly<Record<View, string>> = {
  open: 'Open findings',
  aws: 'Findings that AWS must mend',
  waived: 'Waived findings',
  unseen: 'What could not be seen',
  questions: 'Questions for a person',
  passed: 'Passed controls',
}

function Section({ name }: { name: View }) {
  const section = useRef<HTMLElement>(null)
  useReveal(name)
  return (
    <section ref={section} class={`view ${name}`} aria-labelledby={`view-${name}`}>
      <h2 id={`view-${name}`} class={printing.value ? '' : 'spoken'}>
        {headings[name]}
      </h2>
      {contents[name]()}
    </section>
  )
}

/** On paper, why the findings matter is told once for each control. */
function Stories() {
  const rules = new Set([...found.value.open, ...found.value.aws, ...found.value.waived].map((finding) => finding.rule))
  return (
    <section class="view" aria-labelledby="stories">
      <h2 id="stories">Why the findings matter</h2>
      <ul class="cards">
        {[...rules].map((rule) => (
          <li class="card" key={rule}>
            <h3>
              {visible(storyOf(rule).title)} <code>{visible(rule)}</code>
            </h3>
            <Prose text={storyOf(rule).why} />
            <Prose text={storyOf(rule).fix} />
            <Sources story={storyOf(rule)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Scrolls to the finding that the address names, unless it is in sight already. */
function useReveal(name: View): void {
  const print = address.value.finding
  useEffect(() => {
    if (print === undefined || printing.value) return
    const line = document.getElementById(`f-${print}`)
    if (!line) return
    const { top } = line.getBoundingClientRect()
    if (top >= 0 && top < innerHeight - 80) return
    line.scrollIntoView({ block: 'start' })
    line.querySelector('button')?.focus({ preventScroll: true })
  }, [print, name])
}
