/** A plan, and a ledger, as text for people. */
import { sayWrite } from '../fix/apply.ts'
import type { Told } from '../fix/ledger.ts'
import type { Plan, Shown, Step } from '../fix/write.ts'
import { type Ref, refKey, showRef } from '../model/ref.ts'
import { cut, plain, wrap } from '../report/plain.ts'
import { several } from '../report/summary.ts'

export function showPlan({ steps, forAPerson }: Plan, width: number): string {
  const lines = steps.flatMap((step, i) => [...(i > 0 && step.write.to !== 'file' ? [''] : []), ...showStep(step, width)])
  if (steps.length === 0) lines.push('Nothing here that a program should change.')
  const left = new Map<string, { rule: string; because: string; todo: Set<string>; subjects: Map<string, Ref> }>()
  for (const { rule, because, subject, todo } of forAPerson) {
    const key = `${rule}\u0000${because}`
    const one = left.get(key) ?? { rule, because, todo: new Set(), subjects: new Map() }
    left.set(key, one)
    one.subjects.set(refKey(subject), subject)
    if (todo !== undefined) one.todo.add(todo)
  }
  if (left.size > 0) lines.push('', 'For a person (ekshield explain CONTROL tells how; -f json has each patch and command):')
  for (const { rule, because, todo, subjects } of [...left.values()].sort((one, other) => (one.rule < other.rule ? -1 : 1))) {
    const [first] = subjects.values()
    const whom = subjects.size === 1 && first ? showRef(first) : several(subjects.size, 'thing')
    lines.push(...wrap(plain(`${rule}: ${whom}; ${because}`), width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`))
    const [command] = todo
    if (todo.size === 1 && command !== undefined && !command.includes('\n')) lines.push(`    ${plain(command)}`)
  }
  const ended = steps.reduce((sum, { shows }) => sum + shows.reduce((inner, { ends }) => inner + ends.reduce((own, { says }) => own + says.length, 0), 0), 0)
  const files = steps.filter(({ write }) => write.to === 'file')
  const changes = files.reduce((sum, { shows }) => sum + shows.length, steps.length - files.length)
  const where = files.length > 0 ? ` in ${several(files.length, 'file')}` : ''
  lines.push('', `${several(ended, 'finding')} ended by ${several(changes, 'change')}${where}; ${forAPerson.length} left`)
  if (files.length > 0)
    lines.push(...wrap('Pods restart when this is rolled out. Whether an image can live with it is not in its manifest: try it first.', width))
  return `${lines.join('\n')}\n`
}

function showStep({ write, shows, risk, touches, brings }: Step, width: number): string[] {
  if (write.to === 'file') {
    const lines = [plain(write.file)]
    let object = ''
    for (const one of shows) {
      const name = plain(showRef(one.object))
      if (name !== object) lines.push(`  ${name}`)
      object = name
      lines.push(`    ${rulesOf(one)}, line ${one.hunk.line}`, ...linesOf(one, '      '))
    }
    return lines
  }
  const cost = [risk === 'none' ? 'no risk' : `risk: ${risk}`, ...touches].join(', ')
  const lines = [`${plain(sayWrite(write))} (${cost})`]
  for (const one of shows)
    lines.push(...wrap(`ends ${rulesOf(one)}`, width - 4).map((line) => `    ${line}`), ...linesOf(one, '  ').map((line) => cut(line, width)))
  for (const one of brings) lines.push(...wrap(`then shows ${plain(one)}, which could not be asked before`, width - 4).map((line) => `    ${line}`))
  return lines
}

const rulesOf = ({ ends }: Shown): string => [...new Set(ends.map(({ rule }) => rule))].join(', ')
const linesOf = ({ hunk, from = [] }: Shown, indent: string): string[] => [
  ...hunk.gone.map((line) => `${indent}-${plain(line)}`),
  ...hunk.come.map((line) => `${indent}+${plain(line)}`),
  ...from.map((one) => `${indent}  ${plain(one)}`),
]

const words = { made: 'made', undone: 'undone', left: 'left as it is' } as const

export function showHistory(told: readonly Told[], file: string): string {
  if (told.length === 0) return `${file} tells of nothing yet.\n`
  let run = ''
  const lines: string[] = []
  for (const { begin, outcome, says, isTakenBack } of told) {
    if (begin.run !== run) lines.push(`${run === '' ? '' : '\n'}run ${begin.run} by ${plain(begin.who)}`)
    run = begin.run
    const end = outcome === undefined ? 'open: the program was killed' : isTakenBack ? 'made, taken back since' : words[outcome]
    const what = begin.undoes === undefined ? sayWrite(begin.write) : `take back ${begin.undoes}`
    lines.push(`  ${begin.n}  ${plain(what)}: ${end}${says === undefined ? '' : ` (${plain(says)})`}`)
  }
  return `${lines.join('\n')}\n`
}
