/** A real browser for tests: where it is, and a look at one page that nothing may disturb unseen. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const places = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter((path) => path !== undefined)
const executablePath = places.find((path) => existsSync(path))

/** Why there can be no test in a browser here; undefined where there can. */
export const noBrowser = executablePath === undefined ? `skipped: no Chromium at ${places.join(', ')}; CHROMIUM_PATH may name one` : undefined

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

export const launch = (): Promise<Browser> => chromium.launch({ ...(executablePath !== undefined && { executablePath }), args })

export interface Sight {
  readonly page: Page
  /** Errors and warnings of the console, errors of scripts, and every address asked for beside the file itself. */
  readonly faults: string[]
}

/** Runs a test on a page, and then makes sure that nothing went wrong beside it. */
export async function look(browser: Browser, url: string, test: (sight: Sight) => Promise<unknown>, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(String(error)))
  page.on('request', (request) => void (request.url().split('#')[0] !== url.split('#')[0] && faults.push(`request: ${request.url()}`)))
  try {
    await page.goto(url)
    await page.waitForSelector(options.javaScriptEnabled === false ? 'h1' : 'header')
    await test({ page, faults })
    expect(faults).toEqual([])
  } finally {
    await context.close()
  }
}
