/** What is told on stderr while a cluster is collected. */
import { describe, expect, it } from 'vitest'
import { progressOf } from '../../src/cli/live/progress.ts'

function told(isTTY: boolean): string {
  let text = ''
  let time = 0
  const { note, end } = progressOf('shop', { isTTY, write: (more) => (text += String(more)) }, () => time)
  note('discovery')
  for (let call = 1; call <= 66; call++) {
    time += 50
    note('the AWS account', call, 'calls')
  }
  end()
  return text
}

describe('progress', () => {
  it('is a line a phase where lines cannot change', () => {
    expect(told(false)).toBe('ekshield: shop: discovery (0.1 s)\nekshield: shop: the AWS account: 66 calls (3.3 s)\n')
  })

  it('is one line that counts on a terminal, and leaves nothing behind', () => {
    const lines = told(true).split('\r\u001b[K')
    expect(lines.length).toBeGreaterThan(20)
    expect(lines).toContain('shop: the AWS account: 33 calls (1.6 s)')
    expect(lines.at(-1)).toBe('')
    expect(lines.join('')).not.toContain('\n')
  })
})
