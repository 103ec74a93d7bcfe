/** Every report format by its name; each is loaded only when it is used. */
import type { Reporter } from './reporter.ts'

export interface Format {
  load(): Promise<Reporter>
  /** Of a file that holds the report, with its dot. */
  readonly extension: string
  /** What it is for, for `--help`. */
  readonly says: string
}

export const reporters = {
  text: { load: async () => (await import('./text.ts')).text, extension: '.txt', says: 'for people, on a terminal' },
  html: { load: async () => (await import('./html.ts')).html, extension: '.html', says: 'one page for people, on a screen or paper' },
  json: { load: async () => (await import('./json.ts')).json, extension: '.json', says: 'the whole assessment; `report` and `diff` read it' },
  ndjson: { load: async () => (await import('./ndjson.ts')).ndjson, extension: '.ndjson', says: 'one JSON object a line, each with its type' },
  yaml: { load: async () => (await import('./yaml.ts')).yaml, extension: '.yaml', says: 'the whole assessment as YAML' },
  sarif: { load: async () => (await import('./sarif.ts')).sarif, extension: '.sarif', says: 'SARIF 2.1.0, for code scanning' },
  junit: { load: async () => (await import('./junit.ts')).junit, extension: '.xml', says: 'JUnit XML: a suite a layer, a test a control' },
  csv: { load: async () => (await import('./csv.ts')).csv, extension: '.csv', says: 'one finding a row, for spreadsheets' },
  markdown: { load: async () => (await import('./markdown.ts')).markdown, extension: '.md', says: 'for pull requests' },
  github: { load: async () => (await import('./github.ts')).github, extension: '.txt', says: 'workflow commands of GitHub Actions' },
} as const satisfies Readonly<Record<string, Format>>
