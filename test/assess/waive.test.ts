/** Waivers hold with a reason, an owner and an end date, and are told on when they do not. */
import { expect, it } from 'vitest'
import type { ScopedWaiver } from '../../src/assess/settings.ts'
import { parseAnnotation } from '../../src/assess/waive.ts'
import { bad, good, judge, pod } from '../kit/tiny.ts'

const waiver: ScopedWaiver = { control: 'pod/privileged', namespace: 'shop', reason: 'a driver', owner: 'ops', until: '2027-01-01' }
const annotated = (text: string) => pod('a', bad, `, annotations: {ekshield.io/waive.pod.privileged: "${text}"}`)

it('waives what it covers', () => {
  const { findings, waivers } = judge(pod('a', bad), { waivers: [waiver] })
  expect(findings[0]?.waived).toMatchObject({ owner: 'ops', from: 'ekshield.yaml' })
  expect(waivers).toEqual([])
})

it.each([
  ['expired', { ...waiver, until: '2026-11-22' }, pod('a', bad)],
  ['unused', { ...waiver, name: 'other' }, pod('a', bad)],
  ['unused', waiver, pod('a', good)],
  ['void', { ...waiver, compensatedBy: 'network/policy' }, `${pod('a', bad)}---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`],
])('tells of a waiver that is %s', (problem, given, yaml) => {
  const { findings, waivers } = judge(yaml, { waivers: [given] })
  expect(findings.filter((finding) => finding.waived)).toEqual([])
  expect(waivers).toMatchObject([{ problem }])
})

it('holds through its last day', () => {
  expect(judge(pod('a', bad), { waivers: [{ ...waiver, until: '2026-11-23' }] }).findings[0]?.waived).toBeDefined()
})

it('takes a waiver from an annotation of the object', () => {
  const { findings, waivers } = judge(annotated('a driver; ops; until 2027-01-01'))
  expect(findings[0]?.waived).toMatchObject({ reason: 'a driver', owner: 'ops', until: '2027-01-01', from: 'ekshield.io/waive.pod.privileged' })
  expect(waivers).toEqual([])
})

it('heeds the administrator who forbids annotations', () => {
  const { findings, waivers } = judge(annotated('a driver; ops; until 2027-01-01'), { annotationWaivers: false })
  expect(findings[0]?.waived).toBeUndefined()
  expect(waivers).toMatchObject([{ problem: 'forbidden' }])
})

it('tells of an annotation that it cannot read', () => {
  const { findings, waivers } = judge(annotated('just because'))
  expect(findings[0]?.waived).toBeUndefined()
  expect(waivers).toMatchObject([{ problem: 'malformed' }])
})

it.each(['', 'a; b', 'a; b; until 2027-13-01', 'a; b; until soon', '; b; until 2027-01-01', 'a; ; until 2027-01-01', 'a; b; until 2027-01-01; c'])(
  'refuses %j',
  (text) => {
    expect(parseAnnotation('ekshield.io/waive.pod.privileged', text)).toBeUndefined()
  },
)
