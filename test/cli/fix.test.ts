/** `ekshield fix` over files, as a user runs it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ekshield, folderOf } from '../kit/cli.ts'

const deployment = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}   # and its name
spec:
  template:
    spec:
      hostPID: true
      containers:
        - name: web
          image: web:1
          securityContext: {privileged: true}
`
const only = ['--only', 'pod/host-pid', '--only', 'pod/privileged-container']

it('shows a plan and changes nothing', () => {
  const cwd = folderOf({ 'web.yaml': deployment })
  const { code, out } = ekshield(['fix', 'web.yaml', ...only], { cwd })
  expect(code).toBe(0)
  expect(out).toContain('-      hostPID: true\n      +      hostPID: false')
  expect(out).toContain('2 findings ended by 2 changes in 1 file; 0 left')
  expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).toBe(deployment)
})

it('writes what it showed and not a byte more; then there is nothing to do', () => {
  const cwd = folderOf({ 'web.yaml': deployment })
  const { code, err } = ekshield(['fix', '.', '--apply', ...only], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: 'ekshield: 1 file written, and judged again: nothing is worse\n' })
  expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).toBe(
    deployment.replace('hostPID: true', 'hostPID: false').replace('privileged: true', 'privileged: false'),
  )
  expect(ekshield(['fix', '.', '--apply', ...only], { cwd })).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Nothing here') })
})

it('leaves to a person what it cannot edit, with the reason', () => {
  const shared = 'x: &x {privileged: true}\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1, securityContext: *x}]}\n'
  const cwd = folderOf({ 'a.yaml': shared })
  const { out } = ekshield(['fix', 'a.yaml', '--apply', '--only', 'pod/privileged-container'], { cwd })
  expect(out).toContain('pod/privileged-container: Pod a; spec.containers.0.securityContext is an\n    alias of a value that others share')
  expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(shared)
})

it('asks for what it cannot know, and takes the answer for the things that it names', () => {
  const cwd = folderOf({ 'web.yaml': deployment })
  const mirror = ['--only', 'image/public-registry']
  expect(ekshield(['fix', '.', ...mirror], { cwd }).out.replace(/\s+/g, ' ')).toContain(
    'image/public-registry: Deployment shop/web; say --set registry-mirror=docker.io=VALUE (for example 111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub)',
  )
  const answers = ['registry-mirror=docker.io=a.example', 'sh*/web:registry-mirror=docker.io=b.example/hub', 'other/*:registry-mirror=docker.io=c.example']
  const { out } = ekshield(['fix', '.', ...mirror, ...answers.flatMap((one) => ['--set', one])], { cwd })
  expect(out).toContain('+          image: b.example/hub/library/web:1\n')
  expect(out).toContain('1 finding ended by 1 change in 1 file; 0 left')
})

it.each([
  [['fix', '.', '--set', 'memry-limit=1Gi'], 'did you mean memory-limit?'],
  [['fix', '.', '--set', 'memory-limit=256m'], 'for example memory-limit=256Mi'],
  [['fix', '.', '--set', 'memory-limit'], 'wanted [WHERE:]NAME=VALUE'],
  [['fix', '-'], 'what comes from stdin cannot be edited in place'],
  [['fix', 'nowhere.yaml'], 'nowhere.yaml'],
  [['fix', '.', '--aply'], '--apply'],
])('says of %j what is wrong, in one line', (args, words) => {
  const { code, out, err } = ekshield(args, { cwd: folderOf({ 'a.yaml': deployment }) })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(words)
  expect(err).not.toContain(' at ')
})
