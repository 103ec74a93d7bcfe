/** Text to copy, with the button that copies it. */
import { useState } from 'preact/hooks'

/** The clipboard of old browsers, and of pages that may not use the new one. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

export function Code({ text, label }: { text: string; label: string }) {
  const [said, say] = useState('Copy')
  const onClick = async () => {
    say((await copy(text)) ? 'Copied' : 'Select it and copy by hand')
    setTimeout(() => say('Copy'), 2000)
  }
  return (
    <div class="code">
      <button type="button" class="copy" aria-label={said === 'Copy' ? `Copy ${label}` : said} onClick={onClick}>
        {said}
      </button>
      {/* biome-ignore lint/a11y: a block that scrolls must be reachable by keyboard, and have a name; it is no set of fields */}
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
