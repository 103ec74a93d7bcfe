/** Starts the page. */
import { options, render } from 'preact'
import { Page } from './page.tsx'
import { listen, printing } from './state.ts'

const root = document.getElementById('page') as HTMLElement

/** Paper does not wait: what changes for printing is drawn at once. */
function print(on: boolean): void {
  const later = options.debounceRendering
  options.debounceRendering = (draw) => draw()
  printing.value = on
  render(<Page />, root)
  if (later) options.debounceRendering = later
  else delete options.debounceRendering
}

listen()
addEventListener('beforeprint', () => print(true))
addEventListener('afterprint', () => print(false))
matchMedia('print').addEventListener('change', ({ matches }) => print(matches))
root.textContent = ''
render(<Page />, root)
