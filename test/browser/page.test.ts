/** The HTML report in a real browser, from a file, as its readers open it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Assessment } from '../../src/model/assessment.ts'
import { layers } from '../../src/model/control.ts'
import type { Finding } from '../../src/model/finding.ts'
import { html } from '../../src/report/html.ts'
import { madeUp } from '../report/made-up.ts'
import { launch, look, noBrowser } from './sight.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'ekshield-page-'))
let browser: Browser

function save(name: string, assessment: Assessment): string {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, [...html(assessment)].join(''))
  return pathToFileURL(file).href
}

const withRemedy = (finding: Finding): Finding => ({
  ...finding,
  remedy: {
    says: 'Mend it at once',
    risk: 'restart',
    steps: [
      { do: 'patch', on: finding.subject, edits: [{ path: 'spec.template.spec.containers[0].securityContext.privileged', value: false }] },
      { do: 'create', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: finding.subject.name } } },
      { do: 'delete', on: finding.subject },
      { do: 'tell', text: 'kubectl get pods' },
    ],
  },
})

/** Of every sort something: findings in the inner layers, and in the others every verdict there is. */
const inner = new Set<string>(layers.slice(0, 6))
const isInner = (id: string) => inner.has(id.split('/')[0] ?? '')

function mixed(): Assessment {
  const full = madeUp({ findings: 120, files: true })
  const none = madeUp({ findings: 0, files: true })
  const verdicts = Object.fromEntries(Object.keys(full.verdicts).map((id) => [id, (isInner(id) ? full : none).verdicts[id]!]))
  const counts = { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }
  for (const { status } of Object.values(verdicts)) counts[status] += 1
  const gaps = none.coverage.gaps.map((gap) => ({ ...gap, undecided: gap.undecided.filter((id) => verdicts[id]?.status === 'unknown') }))
  const findings = full.findings.filter(({ rule }) => isInner(rule)).map(withRemedy)
  return { ...full, verdicts, findings, coverage: { ...full.coverage, counts, gaps } }
}

const usual = mixed()
const firstOpen = usual.findings.find((finding) => !finding.waived && finding.responsible === 'customer') as Finding
const lineOf = (page: Page, { print }: Finding) => page.locator(`#f-${print} h4 button`)
const isOpen = (page: Page, finding: Finding) => lineOf(page, finding).getAttribute('aria-expanded')
const hashOf = (page: Page) => page.evaluate<string>('decodeURIComponent(location.hash)')
const status = (page: Page) => page.locator('[role=status]').innerText()

/** Goes to another address of the same page, and waits until that is drawn. */
async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))')
}

const everyView = [
  ...['#/', '#/by=control', `#/f=${firstOpen.print}`, `#/by=control&f=${firstOpen.print}`, '#/view=aws', '#/view=waived', '#/view=unseen'],
  ...['#/view=questions', '#/view=passed', '#/q=no-such-thing', '#/layer=pod&sev=high', '#/f=0000feed0000feed'],
]

if (noBrowser) it.skip(noBrowser, () => undefined)

describe.skipIf(noBrowser)('the page', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the usual assessment at an address. */
  const see = (hash: string, test: (page: Page) => Promise<unknown>, options?: BrowserContextOptions) =>
    look(browser, save('usual', usual) + hash, ({ page }) => test(page), options)

  it('tells what is undecided before what is well', () =>
    see('', async (page) => {
      const head = await page.locator('header').innerText()
      expect(head).toMatch(/\d+ controls? could not be decided of \d+: \d+ denied/)
      expect(head.indexOf('could not be decided')).toBeLessThan(head.indexOf('pass'))
      expect(await page.locator('.group').count()).toBeGreaterThan(3)
    }))

  it('lets no text become markup, even if a script tried', () =>
    look(browser, save('usual', usual), async ({ page, faults }) => {
      await expect(page.evaluate("document.body.innerHTML = '<p>'")).rejects.toThrow('TrustedHTML')
      expect(faults.splice(0).join()).toMatch(/TrustedHTML/)
    }))

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it.each([1400, 360])(
      'has no fault that axe finds in any view, %i pixels wide',
      (width) =>
        see(
          '',
          async (page) => {
            // The policy of the page admits no foreign script; the debugger is not bound by it.
            await page.evaluate(axe)
            for (const hash of everyView) {
              await goTo(page, hash)
              await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
              const run = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + nodes.map((node) => node.html).join(" ")))'
              expect(await page.evaluate<string[]>(run), hash).toEqual([])
            }
          },
          { colorScheme, viewport: { width, height: 900 } },
        ),
      120_000,
    )
  })

  it('keeps its filters over a reload, and gives them back when stepping back and forward', () =>
    see('', async (page) => {
      const all = await status(page)
      await page.getByRole('checkbox', { name: 'high' }).check()
      expect(await status(page)).not.toBe(all)
      await page.getByRole('searchbox').fill('name-1')
      await expect.poll(() => hashOf(page)).toContain('q=name-1')
      const both = await status(page)
      expect(both).toMatch(/^[1-9].*; only high, “name-1”$/)
      await page.reload()
      expect(await status(page)).toBe(both)
      expect(await page.getByRole('searchbox').inputValue()).toBe('name-1')
      expect(await page.getByRole('checkbox', { name: 'high' }).isChecked()).toBe(true)
      await page.getByRole('link', { name: /Not seen/ }).click()
      await page.getByRole('heading', { name: 'What could not be seen', level: 2 }).waitFor()
      await page.goBack()
      expect(await status(page)).toBe(both)
      await page.goForward()
      expect(await hashOf(page)).toContain('view=unseen')
      await page.getByRole('button', { name: 'Clear all filters' }).click()
      expect(await hashOf(page)).toBe('#/view=unseen')
    }))

  it('filters by namespace, and shows what has none', () =>
    see('', async (page) => {
      await page.getByRole('combobox').selectOption({ label: 'name-2' })
      expect(await hashOf(page)).toBe('#/ns=name-2')
      expect(await page.locator('.group h3 .namespace').allInnerTexts()).toSatisfy(
        (names: string[]) => names.length > 0 && names.every((name) => name === 'name-2/'),
      )
    }))

  it('opens and closes a finding with the address, back and forward', () =>
    see('', async (page) => {
      await lineOf(page, firstOpen).click()
      expect(await hashOf(page)).toBe(`#/f=${firstOpen.print}`)
      expect(await isOpen(page, firstOpen)).toBe('true')
      await page.goBack()
      expect(await isOpen(page, firstOpen)).toBe('false')
      await page.goForward()
      expect(await isOpen(page, firstOpen)).toBe('true')
    }))

  it.each(['waived', 'aws', 'customer'])('follows a link to a finding that is %s', (sort) => {
    const finding = usual.findings.findLast((one) => (sort === 'waived' ? one.waived : !one.waived && one.responsible === sort)) as Finding
    return see(`#/f=${finding.print}`, async (page) => {
      expect(await isOpen(page, finding)).toBe('true')
      const isInSight = `(({ top }) => top >= 0 && top < innerHeight)(document.getElementById('f-${finding.print}').getBoundingClientRect())`
      await expect.poll(() => page.evaluate(isInSight)).toBe(true)
      const told = await page.locator(`#f-${finding.print} .told`).innerText()
      expect(told).toContain('spec.template.spec.containers[0].image')
      expect(told).toContain(`${finding.subject.source?.file}:${finding.subject.source?.line}`)
      expect(told.includes('privileged: false')).toBe(sort !== 'aws')
    })
  })

  it('says that a linked finding is not here, or is filtered out', () =>
    see('#/f=0000feed0000feed', async (page) => {
      expect(await page.locator('main').innerText()).toContain('This report has no finding 0000feed0000feed')
      await goTo(page, `#/q=no-such-thing&f=${firstOpen.print}`)
      await page.getByRole('link', { name: 'Show it' }).click()
      expect(await isOpen(page, firstOpen)).toBe('true')
    }))

  it('is worked by keyboard alone', () =>
    see('', async (page) => {
      const focused = () => page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)')
      await page.keyboard.press('Tab')
      expect(await focused()).toContain('Skip to the findings')
      await page.keyboard.press('Enter')
      for (let i = 0; i < 20 && !(await focused()).includes('aria-expanded'); i++) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await focused()).toContain('aria-expanded="true"')
      expect(await page.locator('.told').innerText()).toContain('What to do')
      expect(await hashOf(page)).toMatch(/^#\/f=/)
    }))

  it('chooses a layer by its ring, with arrows and Enter, or the mouse', () =>
    see('', async (page) => {
      await page.locator('.ring[tabindex="0"]').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await hashOf(page)).toBe('#/layer=response')
      expect(await page.locator('.ring[aria-pressed=true]').getAttribute('aria-label')).toMatch(/^response: /)
      expect(await status(page)).toContain('only layer response')
      await page.keyboard.press('Enter')
      expect(await hashOf(page)).toBe('#/')
      await page
        .locator('.ring')
        .first()
        .click({ position: { x: 100, y: 8 } })
      expect(await hashOf(page)).toBe('#/layer=compliance')
    }))

  it('copies a remedy', () =>
    see(`#/f=${firstOpen.print}`, async (page) => {
      await page.getByRole('button', { name: 'Copy command' }).last().click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      await page.getByRole('searchbox').focus()
      await page.keyboard.press('Control+V')
      expect(await page.getByRole('searchbox').inputValue()).toBe('kubectl get pods')
    }))

  it('shows hostile names as text', async () => {
    const hostile = [
      '<script>globalThis.owned=1</script>',
      '</script><img src=x onerror=globalThis.owned=1>',
      '<!--',
      'a\u202egnp.exe',
      `long-${'x'.repeat(10_000)}`,
    ]
    const odd = ['a\u0000b', '\ud800', 'a\u2028b', 'javascript:globalThis.owned=1', '__proto__', '\u200b']
    const word = (i: number) => [...hostile, ...odd][i % (hostile.length + odd.length)] as string
    const made = madeUp({ findings: 200, word, files: true })
    const refs = ['javascript:globalThis.owned=1', ...hostile]
    const stories = Object.fromEntries(
      Object.entries(made.stories).map(([id, story], i) => [id, { ...story, title: word(i), why: word(i + 1), fix: word(i + 2), refs }]),
    )
    const seen = `(() => ({
      owned: 'owned' in globalThis,
      made: document.querySelectorAll('#page script, #page img').length,
      wide: document.documentElement.scrollWidth,
      links: [...document.querySelectorAll('a')].filter((link) => link.protocol === 'javascript:').length,
      hiding: document.getElementById('page').textContent.match(/(?![\\t\\n])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]/u),
    }))()`
    const url = save('hostile', { ...made, stories, findings: made.findings.map(withRemedy) })
    const test = async ({ page }: { page: Page }) => {
      expect(await page.locator('main').innerText()).toContain('<script>globalThis.owned=1</script>')
      for (const hash of [...everyView, ...made.findings.slice(0, 22).map(({ print }) => `#/f=${print}`)]) {
        await goTo(page, hash)
        expect(await page.evaluate(seen), hash).toEqual({ owned: false, made: 0, wide: 360, links: 0, hiding: null })
      }
    }
    await look(browser, url, test, { viewport: { width: 360, height: 800 } })
  })

  it('stays quick with 20,000 findings', async () => {
    const many = madeUp({ findings: 20_000 })
    const url = save('many', { ...many, findings: many.findings.map(withRemedy) })
    const far = many.findings[15_002] as Finding
    const started = performance.now()
    await look(browser, `${url}#/f=${far.print}`, async ({ page }) => {
      await page.locator(`#f-${far.print} .told`).waitFor()
      expect(performance.now() - started).toBeLessThan(6000)
      const slowest = await page.evaluate<number>(`(async () => {
        const input = document.querySelector('input[type=search]')
        let slowest = 0
        for (const text of ['n', 'na', 'nam', 'name', 'name-', 'name-1', 'name-12', '', 'zz']) {
          const before = performance.now()
          input.value = text
          input.dispatchEvent(new Event('input', { bubbles: true }))
          await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
          slowest = Math.max(slowest, performance.now() - before)
        }
        return slowest
      })()`)
      // About 100 ms on a quiet machine; the bound is for a busy one.
      expect(slowest).toBeLessThan(1000)
      expect(await page.evaluate<number>("document.querySelectorAll('*').length")).toBeLessThan(10_000)
    })
  })

  it('draws a long list from the linked finding on, and from its top when filtered anew', async () => {
    const long = madeUp({ findings: 3000 })
    const last = long.findings.findLast((finding) => !finding.waived && finding.responsible === 'customer') as Finding
    await look(browser, `${save('long', long)}#/f=${last.print}`, async ({ page }) => {
      const before = page.getByRole('button', { name: /before these/ })
      expect(await isOpen(page, last)).toBe('true')
      expect(await before.count()).toBe(1)
      const shown = await page.locator('.group').count()
      await before.click()
      expect(await page.locator('.group').count()).toBeGreaterThan(shown)
      await page.getByRole('searchbox').fill('name')
      await expect.poll(() => hashOf(page)).toBe('#/q=name')
      expect(await before.count()).toBe(0)
    })
  })

  it('hands the focus of a button that shows more to what it shows', async () => {
    const one = { ...firstOpen.subject, name: 'one' }
    const many = { ...usual, findings: madeUp({ findings: 400 }).findings.map((finding) => ({ ...finding, subject: one })) }
    await look(browser, save('one', many), async ({ page }) => {
      const lines = await page.locator('.finding').count()
      await page.getByRole('button', { name: /more findings|other/ }).click()
      await expect.poll(() => page.evaluate("[...document.querySelectorAll('.finding h4 button')].indexOf(document.activeElement)")).toBe(lines)
    })
  })

  it('reaches every finding by scrolling on', async () => {
    const long = madeUp({ findings: 400 })
    await look(browser, save('long', long), async ({ page }) => {
      const more = page.locator('.more button')
      while ((await more.count()) > 0) await page.evaluate("document.querySelector('.more button')?.click()")
      expect(await page.locator('.finding').count()).toBe(long.findings.filter((finding) => !finding.waived && finding.responsible !== 'aws').length)
    })
  })

  it('prints every view unfolded, and folds it again', () =>
    see('#/layer=pod', async (page) => {
      await page.emulateMedia({ media: 'print' })
      const wanted = ['Open findings', 'Waived findings', 'What could not be seen', 'Questions for a person', 'Passed controls', 'Why the findings matter']
      await expect.poll(() => page.locator('h2:visible').allInnerTexts()).toEqual(expect.arrayContaining(wanted))
      expect(await page.locator('.told').count()).toBeGreaterThan(0)
      expect(await page.locator('nav, .search').first().isVisible()).toBe(false)
      expect(await page.locator('.finding').count()).toBe(usual.findings.filter(({ rule }) => rule.startsWith('pod/')).length)
      expect((await page.pdf()).byteLength).toBeGreaterThan(10_000)
      await page.emulateMedia({ media: 'screen' })
      await expect.poll(() => page.locator('.told').count()).toBe(0)
    }))

  it('says without JavaScript what it needs', () =>
    see('', async (page) => expect(await page.locator('body').innerText()).toContain('needs JavaScript'), { javaScriptEnabled: false }))

  it('is of use where there is nothing to tell', async () => {
    const coverage = { counts: { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }, seen: {}, gaps: [] }
    await look(browser, save('empty', { ...usual, findings: [], verdicts: {}, stories: {}, waivers: [], coverage }), async ({ page }) => {
      for (const view of ['open', 'aws', 'waived', 'unseen', 'questions', 'passed']) {
        await goTo(page, `#/view=${view}`)
        expect(await page.locator('.view').innerText(), view).toMatch(/No /)
      }
    })
  })
})
