/** Tells on stderr what is under way: one line that changes on a terminal, a line a phase elsewhere. */
import { cut } from '../../report/plain.ts'

/** The parts of a stream that are used. */
interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface Progress {
  /** A new phase, or more of the same one. */
  note(phase: string, count?: number, unit?: string): void
  /** Ends the line that is open. */
  end(): void
}

/** A line for a phase that takes longer than this, where lines cannot change; milliseconds. */
const quiet = 10_000
/** Between two changes of the line, milliseconds. */
const frame = 80

/** @param clock milliseconds */
export function progressOf(name: string, screen: Screen = process.stderr, clock: () => number = () => performance.now()): Progress {
  const start = clock()
  let phase = ''
  let counted = ''
  let shown = start
  let isOpen = false
  const line = () => `${name}: ${phase}${counted} (${((clock() - start) / 1000).toFixed(1)} s)`
  const put = () => {
    shown = clock()
    if (screen.isTTY) {
      isOpen = true
      screen.write(`\r\u001b[K${cut(line(), (screen.columns ?? 80) - 1)}`)
    } else screen.write(`ekshield: ${cut(line(), 400)}\n`)
  }
  return {
    note(next, count, unit) {
      const isNew = next !== phase
      // The phase that ends is told with all that was counted in it.
      if (isNew && phase !== '' && !screen.isTTY) put()
      phase = next
      counted = count === undefined ? '' : `: ${count}${unit === undefined ? '' : ` ${unit}`}`
      if (screen.isTTY ? isNew || clock() - shown > frame : clock() - shown > quiet) put()
    },
    end() {
      if (phase !== '' && !screen.isTTY) put()
      if (isOpen) screen.write('\r\u001b[K')
      isOpen = false
      phase = ''
    },
  }
}
