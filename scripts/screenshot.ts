/**
 * Takes the picture of the HTML report that the README shows.
 *
 *     ekshield scan DUMP -f html=report.html
 *     node scripts/run.mjs scripts/screenshot.ts report.html docs/images/report.png
 *
 * CHROMIUM_PATH names the browser where it is not /usr/bin/chromium. The clip is 1400 by 900 pixels.
 */
import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [report, picture = 'docs/images/report.png'] = process.argv.slice(2)
if (report === undefined) {
  console.error('usage: node scripts/run.mjs scripts/screenshot.ts REPORT.html [PICTURE.png]')
  process.exit(2)
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
})
const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'light' })
await page.goto(pathToFileURL(resolve(report)).href)
// The first finding with a remedy to copy stands open, without a ring of focus round it.
for (const line of await page.locator('.finding h4 button').all()) {
  await line.click()
  if ((await page.locator('.told .code').count()) > 0) break
  await line.click()
}
await page.evaluate('document.activeElement.blur()')
await page.mouse.move(0, 0)
mkdirSync(dirname(resolve(picture)), { recursive: true })
await page.screenshot({ path: picture })
await browser.close()
console.log(`${picture}: ${statSync(picture).size} bytes`)
