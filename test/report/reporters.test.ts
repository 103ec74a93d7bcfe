/** Laws over all reporters: whatever the names are, they neither throw nor let a name act. */
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Assessment } from '../../src/model/assessment.ts'
import { columns } from '../../src/report/plain.ts'
import type { Reporter, ReportOptions } from '../../src/report/reporter.ts'
import { type Format, reporters } from '../../src/report/reporters.ts'
import { madeUp } from './made-up.ts'

const formats = Object.entries(reporters) as [keyof typeof reporters, Format][]
const loaded = new Map<string, Reporter>()
for (const [name, format] of formats) loaded.set(name, await format.load())

function run(name: string, assessment: Assessment, options: ReportOptions = {}): string {
  const report = loaded.get(name)?.(assessment, options) ?? ''
  return typeof report === 'string' ? report : [...report].join('')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may reach a terminal
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const oddities = [
  '',
  '=1+1',
  '@SUM(A1)',
  '-2',
  '+3',
  '\t=x',
  '\r\n::error::x',
  '\u001b[31mred\u001b]0;x\u0007',
  '\u202egnp.exe',
  '<script>alert(1)</script>',
  ']]>',
  '&amp;',
  '| a | b |',
  '`x`',
  '[x](javascript:x)',
  '</details>',
  '\ud800',
  '\udc00x',
  '\u0000',
  '\ufffe',
  '漢字'.repeat(50),
  'a'.repeat(10_240),
  '..',
  '../../etc',
  'C:\\x',
  '%',
  'true',
  'null',
  '- x',
  ': ',
  '#',
  '{}',
  '"',
  "'",
]
const hostile = fc.oneof(
  fc.constantFrom(...oddities),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
)
const assessments = fc
  .tuple(fc.array(hostile, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 60 }), fc.boolean())
  .map(([words, findings, files]) => {
    const assessment = madeUp({ findings, files, word: (i) => words[i % words.length] ?? '' })
    // A counterexample of a few words is read, a whole assessment is not.
    return Object.defineProperty(assessment, fc.toStringMethod, { value: () => JSON.stringify({ words, findings, files }), enumerable: false })
  })

describe.each(formats.map(([name]) => name))('%s', (name) => {
  it('takes any names', () => {
    fc.assert(
      fc.property(assessments, (assessment) => void run(name, assessment)),
      { numRuns: 60 },
    )
  })
  it('takes each odd name', () => {
    for (const odd of oddities) for (const files of [true, false]) expect(() => run(name, madeUp({ findings: 40, files, word: () => odd }))).not.toThrow()
  })
  it('takes an empty assessment, and 1,000 findings', () => {
    const empty: Assessment = {
      ...madeUp({ findings: 0 }),
      verdicts: {},
      stories: {},
      coverage: { counts: { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }, seen: {}, gaps: [] },
    }
    expect(run(name, empty)).toBeTypeOf('string')
    expect(run(name, madeUp({ findings: 1000 })).length).toBeGreaterThan(500)
  })
  it('says the same twice', () => {
    expect(run(name, madeUp({ findings: 50 }))).toBe(run(name, madeUp({ findings: 50 })))
  })
})

describe('text', () => {
  it('keeps within the width, and shows what a terminal would obey', () => {
    fc.assert(
      fc.property(assessments, fc.integer({ min: 40, max: 160 }), (assessment, width) => {
        const text = run('text', assessment, { width })
        expect(text).not.toMatch(obeyed)
        for (const line of text.split('\n')) expect(columns(line)).toBeLessThanOrEqual(width)
      }),
      { numRuns: 150 },
    )
  })
  it('says with colour what it says without', () => {
    const assessment = madeUp({ findings: 100 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours out
    expect(run('text', assessment, { colour: true }).replace(/\u001b\[\d+m/g, '')).toBe(run('text', assessment))
  })
  it('stays short however much there is', () => {
    expect(run('text', madeUp({ findings: 1000 })).split('\n').length).toBeLessThan(200)
    expect(run('text', madeUp({ findings: 20_000 })).split('\n').length).toBeLessThan(200)
  })
  it('names the file and line of manifests', () => {
    expect(run('text', madeUp({ findings: 1, files: true }))).toContain('name-0.yaml:1')
  })
})

describe('json', () => {
  it('is the assessment, as JSON.stringify writes it', () => {
    fc.assert(fc.property(assessments, (assessment) => void expect(run('json', assessment)).toBe(`${JSON.stringify(assessment, null, 2)}\n`)))
  })
})

describe('yaml', () => {
  it('reads back as the assessment', () => {
    fc.assert(fc.property(assessments, (assessment) => void expect(load(run('yaml', assessment))).toEqual(JSON.parse(JSON.stringify(assessment)))))
  })
})

describe('ndjson', () => {
  it('holds one object with a type a line', () => {
    const assessment = madeUp({ findings: 30 })
    const lines = run('ndjson', assessment)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    const count = (type: string) => lines.filter((line) => line.type === type).length
    expect([count('assessment'), count('verdict'), count('finding'), count('waiver')]).toEqual([1, Object.keys(assessment.verdicts).length, 30, 1])
  })
})

describe('sarif', () => {
  const schemas = join(dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif')), 'schemas')
  const ajv = new Ajv.default({ strict: false, unicodeRegExp: false })
  addFormats.default(ajv as never)
  const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'sarif-2.1.0-rtm.5.json'), 'utf8')) as object)
  const check = (assessment: Assessment) => {
    const log = JSON.parse(run('sarif', assessment)) as object
    validate(log)
    expect(validate.errors ?? []).toEqual([])
    return log
  }
  it('keeps to the schema', () => {
    fc.assert(
      fc.property(assessments, (assessment) => void check(assessment)),
      { numRuns: 40 },
    )
  })
  it('points at rules, files, fingerprints; keeps waived findings as suppressions, undecided controls as notifications', () => {
    const assessment = madeUp({ findings: 40, files: true })
    const { runs } = check(assessment) as {
      runs: [
        {
          tool: { driver: { rules: { id: string }[] } }
          results: { ruleId: string; ruleIndex: number; suppressions?: object[]; partialFingerprints: Record<string, string> }[]
          invocations: [{ toolExecutionNotifications: object[] }]
        },
      ]
    }
    const [{ tool, results, invocations }] = runs
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    expect(results.map((result) => result.partialFingerprints['ekshieldPrint/v1'])).toEqual(assessment.findings.map((finding) => finding.print))
    expect(results.filter((result) => result.suppressions).length).toBe(assessment.findings.filter((finding) => finding.waived).length)
    expect(check(madeUp({ findings: 0 }))).toMatchObject({
      runs: [{ invocations: [{ toolExecutionNotifications: expect.arrayContaining([expect.objectContaining({ level: 'warning' })]) }] }],
    })
    expect(invocations.length).toBe(1)
  })
})

describe('junit', () => {
  it('counts what could not be decided as an error', () => {
    const xml = run('junit', madeUp({ findings: 0 }))
    expect(xml).toMatch(/<testsuites name="ekshield" tests="22" failures="0" errors="9" skipped="8"/)
    expect(xml.match(/<error /g)?.length).toBe(9)
  })
  it('holds no character that XML forbids, and no markup but its own', () => {
    fc.assert(
      fc.property(assessments, (assessment) => {
        const xml = run('junit', assessment)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids
        expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u)
        expect(xml.replace(/<\/?(testsuites|testsuite|testcase|failure|error|skipped)( [a-z]+="[^"<]*")*\/?>|<\?xml[^>]*\?>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })
})

describe('csv', () => {
  it('guards against formulas, one row a finding', () => {
    for (const odd of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1']) {
      const text = run('csv', madeUp({ findings: 3, word: () => odd }))
      expect(text).toContain(`'${odd}`)
      expect(text).not.toMatch(/(\n|,|")[=+@\t-]/)
    }
    expect(
      run('csv', madeUp({ findings: 20 }))
        .trimEnd()
        .split('\r\n').length,
    ).toBe(21)
  })
})

describe('github', () => {
  it('lets no name begin a command of its own', () => {
    fc.assert(
      fc.property(assessments, (assessment) => {
        const text = run('github', assessment)
        expect(text).not.toMatch(obeyed)
        for (const line of text.trimEnd().split('\n')) if (line !== '') expect(line).toMatch(/^::(error|warning|notice) ([a-z]+=[^:,]*)(,[a-z]+=[^:,]*)*::/)
      }),
    )
  })
  it('points at the line', () => {
    expect(run('github', madeUp({ findings: 1, files: true }))).toMatch(/^::error file=name-0\.yaml,line=1,title=host\/first-fault \(critical\)::/)
  })
})

describe('markdown', () => {
  it('fits into one comment, and mentions nobody', () => {
    const text = run('markdown', madeUp({ findings: 1000, word: () => `@everyone <img src=x> |${'x'.repeat(200)}` }))
    expect(text.length).toBeLessThan(65_536)
    expect(text).not.toMatch(/@everyone|<img/)
  })
})
