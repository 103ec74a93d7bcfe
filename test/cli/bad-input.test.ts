/** Bad input gets one clear sentence and a documented exit code; no stack trace, no half-written file. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bin, ekshield, folderOf, type Ran, root } from '../kit/cli.ts'

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: web, image: "web:1"}]}\n'
const example = join(root, 'examples/shop-prod')

function expectUsage(ran: Ran, words: RegExp): void {
  expect(ran.err).toMatch(words)
  expect(ran.err).not.toMatch(/\n\s+at /)
  expect(ran.out).toBe('')
  expect(ran.code).toBe(2)
}

describe('the command line', () => {
  it.each([
    [['scan', '--fromat', 'json', '.'], /unknown option '--fromat'[\s\S]*--format/],
    [['scna', '.'], /unknown command 'scna'[\s\S]*scan/],
    [['scan', 'nowhere'], /no such file or folder: nowhere|nowhere: no such file or folder/],
    [['scan', '-f', 'jsn', '.'], /unknown format jsn \(did you mean json\?\)/],
    [['scan', '-f', 'json', '-f', 'sarif', '.'], /only one format can go to stdout/],
    [['scan', '-f', 'json=', '.'], /name a file after the =/],
    [['scan', '--fail-on', 'huge', '.'], /--fail-on.*invalid/i],
    [['scan', '--only', 'pod/priviledged-container', '.'], /no control is called pod\/priviledged-container \(did you mean pod\/privileged-container\?\)/],
    [['scan', '--as-of', 'yesterday', '.'], /Write a date/],
    [['scan', '--width', '5', example], /40 to 400/],
    [['explain', 'privileged-contaner'], /did you mean pod\/privileged-container\?/],
    [['list', '--benchmark', 'cis'], /no benchmark is called cis/],
    [['collect', example, '-o', 'x.txt'], /ends in \.json\.gz/],
    [['scan', '--config', 'nowhere.yaml', '.'], /nowhere\.yaml: no such file or folder/],
  ])('%j', (args, words) => {
    expectUsage(ekshield(args, { cwd: folderOf({ 'pod.yaml': pod }) }), words)
  })

  it('helps without being asked twice', () => {
    for (const args of [['--help'], ['scan', '--help'], ['help', 'scan']]) {
      const { code, out } = ekshield(args)
      expect(code).toBe(0)
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    }
  })
})

describe('configuration', () => {
  it.each([
    ['onyl: [pod/*]\n', /unknown key onyl \(did you mean only\?\)/],
    ['only: pod\n', /only: .*array/],
    ['waivers: [{control: pod/privileged-container, reason: x, owner: y}]\n', /waivers\.0\.until/],
    ['waivers: [{control: pod/priviledged-container, reason: x, owner: y, until: "2030-01-01"}]\n', /did you mean pod\/privileged-container/],
    ['only: [\n', /ekshield\.yaml:\d+: /],
    ['controls: {pod/nothing-such: {severity: low}}\n', /no control is called pod\/nothing-such/],
  ])('%j', (text, words) => {
    expectUsage(ekshield(['scan', 'pod.yaml'], { cwd: folderOf({ 'pod.yaml': pod, 'ekshield.yaml': text }) }), words)
  })

  it('is found upward', () => {
    const folder = folderOf({ 'ekshield.yaml': 'only: [pod/privileged-container]\n', 'deep/er/pod.yaml': pod })
    const { out, code } = ekshield(['scan', '-f', 'json', 'pod.yaml'], { cwd: join(folder, 'deep/er') })
    expect(code).toBe(0)
    expect(Object.keys(JSON.parse(out).verdicts)).toEqual(['pod/privileged-container'])
  })
})

describe('snapshots and assessments', () => {
  const folder = folderOf({ 'pod.yaml': pod })
  const snapshot = join(folder, 'x.json.gz')

  it('assess to the same bytes twice, and as their target does', () => {
    expect(ekshield(['collect', example, '-o', snapshot]).code).toBe(0)
    const direct = JSON.parse(ekshield(['scan', example, '-f', 'json']).out)
    const [one, two] = [1, 2].map(() => ekshield(['scan', snapshot, '-f', 'json']).out)
    expect(one).toBe(two)
    const { target: _, ...replayed } = JSON.parse(one as string)
    const { target: __, ...live } = direct
    expect(replayed).toEqual(live)
  })

  it('are the same bytes when collected twice', () => {
    const again = join(folder, 'y.json.gz')
    ekshield(['collect', example, '-o', again])
    expect(readFileSync(again).equals(readFileSync(snapshot))).toBe(true)
  })

  it('refuse to be read when cut short', () => {
    const short = join(folder, 'short.json.gz')
    ekshield(['collect', join(folder, 'pod.yaml'), '-o', short])
    truncateSync(short, statSync(short).size - 12)
    expectUsage(ekshield(['scan', short]), /cut short or damaged/)
  })

  it('refuse to be read when of a newer format', () => {
    const body = JSON.parse(gunzipSync(readFileSync(snapshot)).toString())
    const newer = join(folderOf({ 'new.json.gz': gzipSync(JSON.stringify({ ...body, format: 2 })) }), 'new.json.gz')
    expectUsage(ekshield(['scan', newer]), /format 2 is newer than this ekshield reads \(1\)/)
  })

  it('are told apart', () => {
    const assessment = join(folder, 'a.json')
    expect(ekshield(['scan', join(folder, 'pod.yaml'), '-f', `json=${assessment}`, '--fail-on', 'none', '--allow-unknown']).code).toBe(0)
    expectUsage(ekshield(['scan', assessment]), /is an assessment, not a snapshot/)
    expectUsage(ekshield(['report', join(folder, 'pod.yaml')]), /not an assessment/)
    expect(ekshield(['diff', assessment, assessment])).toMatchObject({ code: 0, out: expect.stringMatching(/new 0, gone 0, same/) })
  })
})

describe('writing', () => {
  it('leaves no half file on a full disk', () => {
    if (!existsSync('/dev/full')) return
    const { code, err } = ekshield(['scan', join(root, 'examples/shop-prod'), '-f', 'json=/dev/full/x.json', '--only', 'pod/*'])
    expect(code).toBe(2)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('names the file it may not write, and leaves the folder as it was', () => {
    const folder = folderOf({ 'pod.yaml': pod })
    const { code, err } = ekshield(['scan', 'pod.yaml', '-f', 'json=no/such/folder/x.json'], { cwd: folder })
    expect(code).toBe(2)
    expect(err).toMatch(/no such file or folder/)
    expect(readdirSync(folder)).toEqual(['pod.yaml'])
  })

  it('ends quietly when its reader goes away', () => {
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" scan "${example}" -f json | head -c 10`])
    expect(stderr.toString()).not.toMatch(/EPIPE|\n\s+at /)
  })
})
