/** What is told of a control: why it matters, what to do, who says so. */
import type { Story } from '../src/model/assessment.ts'
import { visible } from './visible.ts'

/** Sentences of the source lie on several lines; here they are paragraphs. */
const paragraphs = (text: string) =>
  visible(text)
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean)

export function Prose({ text }: { text: string }) {
  return (
    <>
      {paragraphs(text).map((part) => (
        <p key={part}>{part}</p>
      ))}
    </>
  )
}

/** A link only where it leads to the web; anything else is text. */
function Ref({ url }: { url: string }) {
  if (!/^https?:\/\//.test(url)) return <>{visible(url)}</>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {visible(url.replace(/^https?:\/\//, ''))}
    </a>
  )
}

export function Why({ story }: { story: Story }) {
  return (
    <section class="why">
      <h5>Why it matters</h5>
      <Prose text={story.why} />
      <Sources story={story} />
    </section>
  )
}

export function Sources({ story: { refs, benchmarks } }: { story: Story }) {
  const rows = Object.entries(benchmarks)
  if (refs.length + rows.length === 0) return null
  return (
    <ul class="sources">
      {rows.map(([name, ids]) => (
        <li key={name}>
          <b>{visible(name)}</b> {ids.map(visible).join(', ')}
        </li>
      ))}
      {refs.map((url) => (
        <li key={url}>
          <Ref url={url} />
        </li>
      ))}
    </ul>
  )
}
