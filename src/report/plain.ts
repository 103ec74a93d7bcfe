/** Text for terminals: hostile characters made visible, lines kept within a width. */
import { escaped, hidden } from '../model/visible.ts'

const hiding = new RegExp(hidden, 'gu')

/** Shows what a terminal would obey or hide, as `\u202e`. */
export function plain(text: string): string {
  return text.replace(hiding, escaped)
}

const wide =
  /[\u1100-\u115e\u2329\u232a\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u231a-\u27bf\u2b00-\u2bff]/

/** Columns that plain text takes on a terminal, never fewer than it does: wide characters and emoji take two. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let count = 0
  for (const character of text) count += character.length === 2 || wide.test(character) ? 2 : 1
  return count
}

/** The first characters that fit into so many columns. */
function head(text: string, width: number): string {
  let kept = ''
  let count = 0
  for (const character of text) {
    count += columns(character)
    if (count > width) break
    kept += character
  }
  return kept
}

function tail(text: string, width: number): string {
  return [...head([...text].reverse().join(''), width)].reverse().join('')
}

/** Plain text of at most `width` columns; the middle of longer ones goes, since names differ at their ends. */
export function cut(text: string, width: number): string {
  // Beyond this no end could be seen anyway, and 10 kB names must not cost time.
  const shown = plain(text.length > 4000 ? `${text.slice(0, 2000)}${text.slice(-2000)}` : text)
  if (columns(shown) <= width && text.length <= 4000) return shown
  if (width < 2) return head(shown, width)
  const left = Math.ceil((width - 1) / 2)
  return `${head(shown, left)}…${tail(shown, width - 1 - left)}`
}

/** Prose of at most `width` columns: what does not fit goes at its end, behind a whole word where one is near. */
export function shorten(text: string, width: number): string {
  const shown = plain(text.slice(0, 4000))
  if (columns(shown) <= width && text.length <= 4000) return shown
  const kept = head(shown, width - 4)
  const space = kept.lastIndexOf(' ')
  return `${space > width / 2 ? kept.slice(0, space) : kept} ...`
}

/** Words into lines of at most `width` columns; a word longer than a line is broken. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (let word of plain(text.replace(/\s+/g, ' ').trim()).split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = ''
    }
    while (columns(word) > width) {
      if (line !== '') lines.push(line)
      const part = head(word, width) || [...word].slice(0, 1).join('')
      lines.push(part)
      line = ''
      word = word.slice(part.length)
    }
    if (word !== '') line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}
