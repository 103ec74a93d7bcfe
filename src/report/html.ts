/** The assessment as one HTML file: the page and its data, and nothing that it would have to fetch. */
import type { Assessed } from '../model/assessment.ts'
import type { Finding } from '../model/finding.ts'
import { pageScript, pageScriptHash, pageStyle, pageStyleHash } from './page.generated.ts'
import { plain } from './plain.ts'

/**
 * Nothing may be loaded, sent or framed; only the page's own script and style run, and the browser itself forbids that
 * text is ever read as markup (`require-trusted-types-for`).
 */
const policy = [
  "default-src 'none'",
  `script-src '${pageScriptHash}'`,
  `style-src '${pageStyleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const escaped = (text: string) => plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Inside a script element only `<` can do harm: it may begin `</script>` or `<!--`. */
const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

/** Up to the data. What stands in the page is there while a large file is still being read; the script replaces it. */
function* head(target: string, findings: number): Iterable<string> {
  const name = escaped(target.slice(0, 200))
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="ekshield">
<title>${name}: ekshield report</title>
<style>`
  yield pageStyle
  yield `</style>
</head>
<body>
<div id="page">
<main>
<h1>${name}</h1>
<noscript><p>This report needs JavaScript, which this browser has switched off. Its data lie in this file, as JSON.</p></noscript>
<p>Reading ${findings} findings. Where this stays, the script of the page was kept from running.</p>
</main>
</div>
`
}

/** Findings are the bulk of an assessment; they are written a few hundred at a time. */
const chunk = 500

/**
 * The file in parts, to be written one after another. The assessment lies in it as JSON, in the element `#assessment`,
 * just as `-f json` prints it.
 */
export function* html(assessment: Assessed): Iterable<string> {
  const { findings, ...rest } = assessment
  yield* head(assessment.target.target, findings.length)
  yield '<script type="application/json" id="assessment">'
  yield `${json(rest).slice(0, -1)},"findings":[`
  let some: Finding[] = []
  let first = true
  for (const finding of findings) {
    some.push(finding)
    if (some.length < chunk) continue
    yield (first ? '' : ',') + json(some).slice(1, -1)
    first = false
    some = []
  }
  if (some.length > 0) yield (first ? '' : ',') + json(some).slice(1, -1)
  yield ']}</script>\n<script>'
  yield pageScript
  yield '</script>\n</body>\n</html>\n'
}
