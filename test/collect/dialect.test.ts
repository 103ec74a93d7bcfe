/** Plain scalars as kubectl reads them: every row was asked of kubectl itself. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveKey, resolvePlain, resolveTagged } from '../../src/collect/manifests/dialect.ts'
import { folderOf } from '../kit/cli.ts'

const numbers: Readonly<Record<string, number>> = {
  '0777': 511,
  '0o777': 511,
  '0O777': 511,
  '-0777': -511,
  '+0777': 511,
  '1_000': 1000,
  '1_': 1,
  '0_': 0,
  '1__0': 10,
  '0x1F': 31,
  '0X1f': 31,
  '-0x1F': -31,
  '0x_1': 1,
  '0b11': 3,
  '-0b11': -3,
  '0o_7': 7,
  '1e3': 1000,
  '1E3': 1000,
  '1e+3': 1000,
  '1.e3': 1000,
  '1.': 1,
  '.5': 0.5,
  '+.5': 0.5,
  '-.5': -0.5,
  '.5e3': 500,
  '.7_1': 0.71,
  '5_0.5': 50.5,
  '08': 8,
  '09.5': 9.5,
  '00': 0,
  '-0': 0,
  '+1': 1,
  '1e-400': 0,
  '18446744073709551615': 2 ** 64,
  '18446744073709551616': 2 ** 64,
  '-9223372036854775809': -(2 ** 63),
}
const texts =
  `oN tRUE nULL none _1 + . ._5 0x 0b 0o8 0b12 1e e1 0x1p-2 1,000 inf NaN = 12:30:45 1:20 2001-12-14 2001-12-14t21:59:43.10-05:00 1.2.3 1e400 10Gi 500m 1-2
0xg ::1 0xFFFFFFFFFFFFFFFFF`.split(/\s/)

describe('a plain scalar', () => {
  it.each('yes Yes YES y Y on On ON true True TRUE'.split(' '))('%s is true', (text) => expect(resolvePlain(text)).toBe(true))
  it.each('no No NO n N off Off OFF false False FALSE'.split(' '))('%s is false', (text) => expect(resolvePlain(text)).toBe(false))
  it.each(['', '~', 'null', 'Null', 'NULL'])('%j is null', (text) => expect(resolvePlain(text)).toBe(null))
  it.each(Object.entries(numbers))('%s is %d', (text, value) => expect(resolvePlain(text)).toBe(value))
  it.each(texts)('%s is text', (text) => expect(resolvePlain(text)).toBe(text))

  it('may be no finite number', () => {
    expect([resolvePlain('.inf'), resolvePlain('-.Inf'), resolvePlain('.NaN')]).toEqual([Infinity, -Infinity, NaN])
  })
})

describe('a key', () => {
  it.each([
    ['n', 'false'],
    ['yes', 'true'],
    ['1', '1'],
    ['0777', '511'],
    ['08', '8'],
    ['1.10', '1.1'],
    ['1e3', '1000'],
    ['1e7', '1e+07'],
    ['1.5e-7', '1.5e-07'],
    ['1234567.5', '1.2345675e+06'],
    ['0.0001', '0.0001'],
    ['16777217', '16777217'],
    ['1.2345678901', '1.2345679'],
    ['app.kubernetes.io/name', 'app.kubernetes.io/name'],
    ['~', undefined],
  ])('%j is %j', (text, key) => {
    expect(resolveKey(text)).toBe(key)
  })
})

describe('a tag', () => {
  it.each([
    ['str', '123', '123'],
    ['int', '3', 3],
    ['int', 'abc', undefined],
    ['float', '3', 3],
    ['bool', 'yes', true],
    ['bool', 'abc', undefined],
    ['null', '', null],
    ['binary', 'aGk=', 'hi'],
    ['timestamp', '2001-12-14', '2001-12-14'],
  ])('!!%s %j is %j', (tag, text, value) => {
    expect(resolveTagged(`tag:yaml.org,2002:${tag}`, text)).toBe(value)
  })

  it('of another sort leaves the text as it is', () => {
    expect(resolveTagged('!Ref', '12')).toBe('12')
  })
})

/** The judge, where the machine has it; it needs no cluster for this. */
const kubectl = 'kubectl'
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0

it.runIf(hasKubectl)('kubectl itself agrees', () => {
  const all = [...Object.keys(numbers), ...texts, 'yes', 'Y', 'on', 'n', 'Off', '~', 'Null']
  const folder = folderOf({})
  const ask = (lines: string): { list: unknown[] } => {
    const file = join(folder, 'x.yaml')
    writeFileSync(file, `apiVersion: example.com/v1\nkind: Scalars\nmetadata: {name: x}\nlist:\n${lines}`)
    return JSON.parse(spawnSync(kubectl, ['label', '--local', '-f', file, 'x=y', '-o', 'json', '--dry-run=client']).stdout.toString())
  }
  expect(ask(all.map((text) => `- ${text}\n`).join('')).list).toEqual(all.map(resolvePlain))
  const keys = all.filter((text) => resolveKey(text) !== undefined && text.length < 15 && !text.startsWith('-0') && text !== '1e-400')
  expect(ask(keys.map((text) => `- ${text}: 1\n`).join('')).list.map((entry) => Object.keys(entry as object)[0])).toEqual(keys.map(resolveKey))
})
