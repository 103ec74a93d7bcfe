/** Filters and groups of the page, and the states of the onion's layers. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { parseAddress } from '../../web/address.ts'
import { sumLayers } from '../../web/layers.ts'
import { groupFindings, Index, viewOf } from '../../web/select.ts'
import { clip, visible } from '../../web/visible.ts'
import { madeUp } from '../report/made-up.ts'

const assessment = madeUp({ findings: 1000 })
const index = new Index(assessment)
const search = (hash: string, view = 'open') => index.search(parseAddress(hash), view)

describe('a search', () => {
  it('parts every finding into open, waived and AWS’s own', () => {
    const { open, aws, waived } = search('')
    expect(open.length + aws.length + waived.length).toBe(1000)
    expect(aws.every((finding) => finding.responsible === 'aws' && !finding.waived)).toBe(true)
    expect(waived.every((finding) => finding.waived)).toBe(true)
  })

  it('wants every word, in any letters', () => {
    const { open } = search('#/q=POD/first NAME-4')
    expect(open.length).toBeGreaterThan(0)
    expect(open.every((finding) => finding.rule === 'pod/first-fault' && JSON.stringify(finding).includes('name-4'))).toBe(true)
    expect(search('#/q=no-such-thing').open).toEqual([])
  })

  it('joins its filters, and counts severities under all the others', () => {
    const all = search('#/layer=pod')
    const some = search('#/layer=pod&sev=critical')
    expect(some.open.every((finding) => finding.severity === 'critical' && finding.rule.startsWith('pod/'))).toBe(true)
    expect(some.bySeverity).toEqual(all.bySeverity)
    expect(some.bySeverity.critical).toBe(some.open.length)
  })

  it('finds a Namespace in itself, and the rest in none', () => {
    const finding = (kind: string, name: string) => ({ ...assessment.findings[0], subject: { kind, name } }) as Finding
    const own = new Index({ ...assessment, findings: [finding('Namespace', 'shop'), finding('AWS::EKS::Cluster', 'shop')] })
    expect(own.search(parseAddress('#/ns=shop'), 'open').open.map((one) => one.subject.kind)).toEqual(['Namespace'])
    expect(own.search(parseAddress('#/ns='), 'open').open.map((one) => one.subject.kind)).toEqual(['AWS::EKS::Cluster'])
  })
})

describe('groups', () => {
  it.each(['subject', 'control'] as const)('by %s hold each finding once, the worst first', (by) => {
    const groups = groupFindings(assessment.findings, by)
    expect(groups.flatMap((group) => group.findings)).toHaveLength(1000)
    expect(new Set(groups.map((group) => group.key)).size).toBe(groups.length)
    for (let i = 1; i < groups.length; i++) expect(groups[i]!.counts[0]!).toBeLessThanOrEqual(groups[i - 1]!.counts[0]!)
  })
})

describe('a layer', () => {
  const pod = (changes: Partial<typeof assessment>) => sumLayers({ ...assessment, findings: [], ...changes }).find(({ layer }) => layer === 'pod')?.state
  const pass = { status: 'pass', examined: 1 } as const

  it('is as bad as its worst open finding', () => {
    const low = { ...assessment.findings[0], rule: 'pod/x', severity: 'low', responsible: 'customer' } as Finding
    expect(pod({ findings: [low] })).toBe('low')
    expect(pod({ findings: [low, { ...low, severity: 'high' }] })).toBe('high')
    expect(viewOf({ ...low, responsible: 'aws' })).toBe('aws')
    expect(pod({ findings: [{ ...low, responsible: 'aws' }], verdicts: { 'pod/x': { status: 'fail', examined: 1 } } })).toBe('no fault of yours')
  })

  it('never passes while anything in it is unknown', () => {
    expect(pod({ verdicts: { 'pod/a': pass } })).toBe('pass')
    expect(pod({ verdicts: { 'pod/a': pass, 'pod/b': { status: 'unknown', examined: 0, gaps: [] } } })).toBe('unknown')
    expect(pod({ verdicts: { 'pod/a': pass, 'pod/b': { status: 'manual', ask: '?' } } })).toBe('manual')
    expect(pod({ verdicts: {} })).toBe('n/a')
  })
})

describe('hostile text', () => {
  it('is shown by escapes where it would hide or turn round', () => {
    expect(visible('a\u202eb\u0000c\ud800d\u2028e\u200bf\u{e0041}')).toBe('a\\u202eb\\u0000c\\ud800d\\u2028e\\u200bf\\u{e0041}')
    expect(visible('naïve 日本 😀\n\tx')).toBe('naïve 日本 😀\n\tx')
  })

  it('is cut in lists', () => {
    expect(clip('x'.repeat(10_000))).toHaveLength(241)
  })
})
