/** The HTML report in a real browser, from a file, as its readers open it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Assessment } from '../../src/model/assessment.ts'
import type { Finding } from '../../src/model/finding.ts'
import { html } from '../../src/report/html.ts'
import { madeUp } from '../report/made-up.ts'

const places = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter((path) => path !== undefined)
const executablePath = places.find((path) => existsSync(path))
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

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
    says: 'Mend it',
    risk: 'restart',
    steps: [
      { do: 'patch', on: finding.subject, edits: [{ path: 'spec.template.spec.containers[0].securityContext.privileged', value: false }] },
      { do: 'create', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: finding.subject.name } } },
      { do: 'delete', on: finding.subject },
      { do: 'tell', text: 'kubectl get pods' },
    ],
  },
})

const some = madeUp({ findings: 60, files: true })
const usual: Assessment = { ...some, findings: some.findings.map(withRemedy) }
const firstOpen = usual.findings.find((finding) => !finding.waived && finding.responsible === 'customer') as Finding
const lineOf = (finding: Finding) => `#f-${finding.print} button`

interface Sight {
  readonly page: Page
  /** Errors of the console and of scripts, and every address asked for beside the file itself. */
  readonly faults: string[]
}

/** Runs a test on a page, and then makes sure that nothing went wrong unseen. */
async function look(url: string, test: (sight: Sight) => Promise<void>, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(String(error)))
  page.on('request', (request) => void (request.url().split('#')[0] !== url.split('#')[0] && faults.push(`request: ${request.url()}`)))
  try {
    await page.goto(url)
    await page.waitForSelector('h1')
    await test({ page, faults })
    expect(faults).toEqual([])
  } finally {
    await context.close()
  }
}

const hashOf = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash))
const status = (page: Page) => page.locator('[role=status]').innerText()

if (!executablePath) it.skip(`skipped: no Chromium at ${places.join(', ')}; set CHROMIUM_PATH`, () => undefined)

describe.skipIf(!executablePath)('the page', () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath as string, args })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('opens from a file, and tells what is undecided before what is well', async () => {
    await look(save('usual', usual), async ({ page }) => {
      const head = await page.locator('header').innerText()
      expect(head.indexOf('could not be decided')).toBeGreaterThan(0)
      expect(head.indexOf('could not be decided')).toBeLessThan(head.indexOf('pass'))
      expect(await page.locator('.group').count()).toBeGreaterThan(3)
    })
  })

  it('lets no text become markup, even if a script tried', async () => {
    await look(save('usual', usual), async ({ page, faults }) => {
      const refused = await page.evaluate(() => {
        try {
          document.body.innerHTML = '<p>'
          return false
        } catch {
          return true
        }
      })
      expect(refused).toBe(true)
      expect(faults.splice(0).join()).toMatch(/TrustedHTML/)
    })
  })

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it.each([
      '',
      '#by=control',
      `#f=${firstOpen.print}`,
      `#by=control&f=${firstOpen.print}`,
      '#view=aws',
      '#view=waived',
      '#view=unseen',
      '#view=questions',
      '#view=passed',
      '#q=no-such-thing',
      '#layer=pod&sev=high',
    ])('has no fault that axe finds at "%s"', async (hash) => {
      for (const width of [1400, 360]) {
        await look(
          save('usual', usual) + hash,
          async ({ page }) => {
            for (const details of await page.locator('details:not([open]) > summary').all()) if (await details.isVisible()) await details.click()
            // The policy of the page admits no foreign script; the debugger is not bound by it.
            await page.evaluate(axe)
            const violations = await page.evaluate(() =>
              (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe
                .run()
                .then((result) => result.violations),
            )
            expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
          },
          { colorScheme, viewport: { width, height: 900 } },
        )
      }
    })
  })

  it('keeps its filters over a reload, and gives them back when stepping back and forward', async () => {
    await look(save('usual', usual), async ({ page }) => {
      const all = await status(page)
      await page.getByRole('checkbox', { name: 'high' }).check()
      const high = await status(page)
      expect(high).not.toBe(all)
      await page.getByRole('searchbox').fill('name-4')
      await page.waitForFunction(() => location.hash.includes('q=name-4'))
      const both = await status(page)
      expect(both).toContain('only high, “name-4”')
      await page.reload()
      expect(await status(page)).toBe(both)
      expect(await page.getByRole('searchbox').inputValue()).toBe('name-4')
      expect(await page.getByRole('checkbox', { name: 'high' }).isChecked()).toBe(true)
      await page.getByRole('link', { name: /Not seen/ }).click()
      await page.getByRole('heading', { name: 'What could not be seen', level: 2 }).waitFor()
      await page.goBack()
      expect(await status(page)).toBe(both)
      await page.goForward()
      expect(await hashOf(page)).toContain('view=unseen')
      await page.getByRole('button', { name: 'Clear all filters' }).click()
      expect(await hashOf(page)).toBe('#view=unseen')
    })
  })

  it('opens and closes a finding with the address, back and forward', async () => {
    await look(save('usual', usual), async ({ page }) => {
      await page.locator(lineOf(firstOpen)).click()
      expect(await hashOf(page)).toBe(`#f=${firstOpen.print}`)
      expect(await page.locator(lineOf(firstOpen)).getAttribute('aria-expanded')).toBe('true')
      await page.goBack()
      expect(await page.locator(lineOf(firstOpen)).getAttribute('aria-expanded')).toBe('false')
      await page.goForward()
      expect(await page.locator(lineOf(firstOpen)).getAttribute('aria-expanded')).toBe('true')
    })
  })

  it.each(['waived', 'aws', 'customer'])('follows a link to a finding that is %s', async (sort) => {
    const finding = usual.findings.findLast((one) => (sort === 'waived' ? one.waived : !one.waived && one.responsible === sort)) as Finding
    await look(`${save('usual', usual)}#f=${finding.print}`, async ({ page }) => {
      const line = page.locator(lineOf(finding))
      expect(await line.getAttribute('aria-expanded')).toBe('true')
      await page.waitForFunction((id) => {
        const { top } = document.getElementById(id)!.getBoundingClientRect()
        return top >= 0 && top < innerHeight
      }, `f-${finding.print}`)
      expect(await page.locator(`#f-${finding.print} .told`).innerText()).toContain('spec.template.spec.containers[0].image')
    })
  })

  it('says that a linked finding is not here, or is filtered out', async () => {
    await look(`${save('usual', usual)}#f=0000feed0000feed`, async ({ page }) => {
      expect(await page.locator('main').innerText()).toContain('This report has no finding 0000feed0000feed')
    })
    await look(`${save('usual', usual)}#q=no-such-thing&f=${firstOpen.print}`, async ({ page }) => {
      await page.getByRole('link', { name: 'Show it' }).click()
      expect(await page.locator(lineOf(firstOpen)).getAttribute('aria-expanded')).toBe('true')
    })
  })

  it('is worked by keyboard alone', async () => {
    await look(save('usual', usual), async ({ page }) => {
      const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? '')
      await page.keyboard.press('Tab')
      expect(await focused()).toContain('Skip to the findings')
      await page.keyboard.press('Enter')
      for (let i = 0; i < 20 && !(await focused()).includes('aria-expanded'); i++) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await focused()).toContain('aria-expanded="true"')
      expect(await page.locator('.told').innerText()).toContain('What to do')
      expect(await hashOf(page)).toMatch(/^#f=/)
    })
  })

  it('chooses a layer by its ring, with arrows and Enter', async () => {
    await look(save('usual', usual), async ({ page }) => {
      await page.locator('.ring[tabindex="0"]').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await hashOf(page)).toBe('#layer=response')
      expect(await page.locator('.ring[aria-pressed=true]').getAttribute('aria-label')).toMatch(/^response: /)
      expect(await status(page)).toContain('only layer response')
      await page.keyboard.press('Enter')
      expect(await hashOf(page)).toBe('#')
      await page
        .locator('.ring')
        .first()
        .click({ position: { x: 100, y: 8 } })
      expect(await hashOf(page)).toBe('#layer=compliance')
    })
  })

  it('copies a remedy', async () => {
    await look(`${save('usual', usual)}#f=${firstOpen.print}`, async ({ page }) => {
      await page.getByRole('button', { name: 'Copy command' }).last().click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      await page.getByRole('searchbox').focus()
      await page.keyboard.press('Control+V')
      expect(await page.getByRole('searchbox').inputValue()).toBe('kubectl get pods')
    })
  })

  it('shows hostile names as text', async () => {
    const hostile = [
      '<script>globalThis.owned=1</script>',
      '</script><img src=x onerror=globalThis.owned=1>',
      '<!--',
      'a\u202egnp.exe',
      `long-${'x'.repeat(10_000)}`,
      'a\u0000b',
      '\ud800',
      'a\u2028b',
      'javascript:globalThis.owned=1',
    ]
    const word = (i: number) => hostile[i % hostile.length] as string
    const made = madeUp({ findings: 200, word, files: true })
    const stories = Object.fromEntries(
      Object.entries(made.stories).map(([id, story], i) => [id, { ...story, title: word(i), refs: [word(i), 'javascript:globalThis.owned=1'] }]),
    )
    for (const [i, hash] of [
      '',
      '#by=control',
      '#view=aws',
      '#view=waived',
      '#view=unseen',
      '#view=questions',
      '#view=passed',
      ...made.findings.slice(0, 18).map(({ print }) => `#f=${print}`),
    ].entries()) {
      await look(
        save('hostile', { ...made, stories, findings: made.findings.map(withRemedy) }) + hash,
        async ({ page }) => {
          if (i === 0) expect(await page.locator('main').innerText()).toContain('<script>globalThis.owned=1</script>')
          const { owned, made, wide, links, text } = await page.evaluate(() => ({
            owned: 'owned' in globalThis,
            made: document.querySelectorAll('#page script, #page img').length,
            wide: document.documentElement.scrollWidth,
            links: [...document.querySelectorAll('a')].map((link) => link.protocol),
            text: document.getElementById('page')?.textContent ?? '',
          }))
          expect({ owned, made }).toEqual({ owned: false, made: 0 })
          expect(wide).toBeLessThanOrEqual(360)
          expect(links).not.toContain('javascript:')
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
          expect(text).not.toMatch(/[\u0000\u2028\u202a-\u202e]|[\ud800-\udbff](?![\udc00-\udfff])/)
        },
        { viewport: { width: 360, height: 800 } },
      )
    }
  }, 120_000)

  it('stays quick with 20,000 findings', async () => {
    const many = madeUp({ findings: 20_000 })
    const url = save('many', { ...many, findings: many.findings.map(withRemedy) })
    const started = performance.now()
    await look(`${url}#f=${many.findings[15_002]?.print}`, async ({ page }) => {
      await page.locator(`#f-${many.findings[15_002]?.print} .told`).waitFor()
      expect(performance.now() - started).toBeLessThan(6000)
      const slowest = await page.evaluate(async () => {
        const input = document.querySelector('input[type=search]') as HTMLInputElement
        let slowest = 0
        for (const text of ['n', 'na', 'nam', 'name', 'name-', 'name-1', 'name-12', '', 'zz']) {
          const before = performance.now()
          input.value = text
          input.dispatchEvent(new Event('input', { bubbles: true }))
          await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
          slowest = Math.max(slowest, performance.now() - before)
        }
        return slowest
      })
      // About 100 ms on a quiet machine; the bound is for a busy one.
      expect(slowest).toBeLessThan(1000)
      expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(20_000)
    })
  }, 60_000)

  it('reaches every finding by scrolling on', async () => {
    const many = madeUp({ findings: 400 })
    await look(save('long', many), async ({ page }) => {
      const wanted = many.findings.filter((finding) => !finding.waived && finding.responsible !== 'aws').length
      for (let i = 0; i < 200; i++) {
        const button = page.locator('.more button')
        if ((await button.count()) === 0) break
        await button
          .first()
          .click({ timeout: 1000 })
          .catch(() => undefined)
      }
      expect(await page.locator('.finding').count()).toBe(wanted)
    })
  }, 60_000)

  it('prints every view unfolded, and folds it again', async () => {
    await look(`${save('usual', usual)}#layer=pod`, async ({ page }) => {
      await page.emulateMedia({ media: 'print' })
      const headings = await page.locator('h2:visible').allInnerTexts()
      expect(headings).toEqual(
        expect.arrayContaining([
          'Open findings',
          'Waived findings',
          'What could not be seen',
          'Questions for a person',
          'Passed controls',
          'Why the findings matter',
        ]),
      )
      expect(await page.locator('.told').count()).toBeGreaterThan(0)
      expect(await page.locator('nav, .search').first().isVisible()).toBe(false)
      expect(await page.locator('.finding').count()).toBe(usual.findings.filter(({ rule }) => rule.startsWith('pod/')).length)
      expect((await page.pdf()).byteLength).toBeGreaterThan(10_000)
      await page.emulateMedia({ media: 'screen' })
      expect(await page.locator('.told').count()).toBe(0)
    })
  })

  it('says without JavaScript what it needs', async () => {
    await look(save('usual', usual), async ({ page }) => expect(await page.locator('body').innerText()).toContain('needs JavaScript'), {
      javaScriptEnabled: false,
    })
  })

  it('is of use where there is nothing to tell', async () => {
    const empty: Assessment = {
      ...usual,
      findings: [],
      verdicts: {},
      stories: {},
      waivers: [],
      coverage: { counts: { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }, seen: {}, gaps: [] },
    }
    for (const view of ['open', 'aws', 'waived', 'unseen', 'questions', 'passed']) {
      await look(`${save('empty', empty)}#view=${view}`, async ({ page }) => expect(await page.locator('main').innerText()).toMatch(/No /))
    }
  })
})
