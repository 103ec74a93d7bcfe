/** The HTML report as a file: whole, closed to the network, and unmoved by what a cluster calls its things. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { html } from '../../src/report/html.ts'
import { pageScript, pageStyle } from '../../src/report/page.generated.ts'
import { madeUp } from './made-up.ts'

const hostile = [
  '<script>owned()</script>',
  '</script><script>owned()</script>',
  '<!--<script>',
  '-->',
  '<img src=x onerror=owned()>',
  '"onload="owned()',
  '&lt;b&gt;',
  'a\u202egnp.exe',
  'x'.repeat(10_000),
  'a\u0000b',
  '\ud800',
  '\udc00\ud800',
  'a\u2028b\u2029c',
  ']]>',
  '{{owned()}}',
  '__proto__',
]

const write = (assessment: ReturnType<typeof madeUp>) => [...html(assessment)].join('')

/** The elements of the file: its own, in order, and what lies in those that hold text. */
function parse(text: string) {
  const [, head = '', style, body = '', data = '', script, tail] =
    /^(<!doctype html>.*?)<style>(.*?)<\/style>(.*?)<script type="application\/json" id="assessment">(.*?)<\/script>\n<script>(.*?)<\/script>(.*)$/s.exec(
      text,
    ) ?? []
  return { head, style, body, data, script, tail }
}

describe('the HTML report', () => {
  const page = parse(write(madeUp({ findings: 40 })))

  it('carries the whole assessment', () => {
    for (const findings of [0, 1, 499, 500, 501, 1000]) {
      const assessment = madeUp({ findings })
      expect(JSON.parse(parse(write(assessment)).data)).toEqual(JSON.parse(JSON.stringify(assessment)))
    }
  })

  it('is closed by its content policy to all but its own script and style', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.head)?.[1] ?? ''
    const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain("default-src 'none'; ")
    expect(policy).toContain(`script-src ${hashOf(page.script ?? '')};`)
    expect(policy).toContain(`style-src ${hashOf(page.style ?? '')};`)
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  it('names nothing to load', () => {
    expect(page.head + page.body + page.tail).not.toMatch(/\b(src|href|srcset|action|ping)=|<(link|img|iframe|base|form)/)
    expect(page.style).not.toMatch(/@import|url\((?!#)/)
  })

  it('is small', () => {
    expect(pageScript.length).toBeLessThan(60_000)
    expect(pageStyle.length).toBeLessThan(20_000)
  })

  it('never reads text as markup', () => {
    // Preact itself knows innerHTML, for a property that the page never sets.
    expect(pageScript.match(/innerHTML/g)?.length ?? 0).toBeLessThanOrEqual(4)
    expect(pageScript).not.toMatch(/outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/)
  })

  it('says in its place that it needs JavaScript', () => {
    expect(page.body).toContain('<noscript>')
  })

  it('gives the same bytes for the same assessment', () => {
    expect(write(madeUp({ findings: 40 }))).toBe(write(madeUp({ findings: 40 })))
  })
})

describe.each(hostile.map((text) => [text.slice(0, 40), text] as const))('a cluster that calls its things %j', (_, text) => {
  const assessment = madeUp({ findings: 30, word: () => text, files: true })
  const whole = write(assessment)
  const page = parse(whole)

  it('changes nothing but words', () => {
    expect(whole.match(/<script/g)?.length).toBe(2 + (pageScript.match(/<script/g)?.length ?? 0))
    expect(whole.match(/<\/script/g)).toHaveLength(2)
    expect(page.script).toBe(pageScript)
    expect(page.style).toBe(pageStyle)
    expect(page.data).not.toMatch(/</)
    expect(page.head.replace(/<title>.*?<\/title>/s, '')).toBe(parse(write(madeUp({ findings: 30 }))).head.replace(/<title>.*?<\/title>/s, ''))
  })

  it('reads back as it was', () => {
    expect(JSON.parse(page.data)).toEqual(JSON.parse(JSON.stringify(assessment)))
  })

  it('leaves nothing in the file that an encoding would lose', () => {
    expect(Buffer.from(whole, 'utf8').toString('utf8')).toBe(whole)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
    expect(page.head + page.body).not.toMatch(/[\p{Cs}\u0000\u202a-\u202e\u2066-\u2069]/u)
  })
})
