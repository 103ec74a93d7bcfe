/** Remedies as text to copy: they read back as what they say, and nothing in a name reaches a shell. */
import { execFileSync } from 'node:child_process'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { patchYaml, tell } from '../../web/snippet.ts'

describe('a patch', () => {
  it('shows the changed fields in their places', () => {
    const text = patchYaml([
      { path: 'spec.template.spec.containers[1].securityContext.privileged', value: false },
      { path: 'spec.template.spec.containers[0].securityContext.capabilities.drop', value: ['ALL'] },
      { path: 'spec.template.spec.hostPID' },
      { path: 'metadata.labels[app.kubernetes.io/name]', value: 'yes' },
    ])
    expect(text).toBe(`spec:
  template:
    spec:
      containers:
        - # containers[0]
          securityContext:
            capabilities:
              drop:
                - ALL
        - # containers[1]
          securityContext:
            privileged: false
      hostPID: null # take this field out
metadata:
  labels:
    app.kubernetes.io/name: "yes"`)
    expect(load(text)).toMatchObject({ spec: { template: { spec: { hostPID: null, containers: [{}, { securityContext: { privileged: false } }] } } } })
  })

  it('adds and takes out whole items', () => {
    expect(patchYaml([{ path: 'a[2]', value: { b: 1, c: [2] } }, { path: 'a[0]' }])).toBe(
      'a:\n  - # a[0]: take this item out\n  - # a[2]\n    b: 1\n    c:\n      - 2',
    )
  })
})

describe('a command', () => {
  it('deletes by the full name of the resource', () => {
    expect(tell({ do: 'delete', on: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name: 'web' } }).code).toBe(
      'kubectl delete deployment.v1.apps web -n shop',
    )
    expect(tell({ do: 'delete', on: { kind: 'Pod', apiVersion: 'v1', name: 'web' } }).code).toBe('kubectl delete pod web')
  })

  it('calls AWS as its command line spells it', () => {
    expect(tell({ do: 'aws', call: 'eks:UpdateClusterConfig', input: { name: "o'clock", on: true } }).code).toBe(
      `aws eks update-cluster-config --cli-input-json '{"name":"o'\\''clock","on":true}'`,
    )
    expect(tell({ do: 'aws', call: 'ec2:EnableEbsEncryptionByDefault', input: {} }).code).toBe("aws ec2 enable-ebs-encryption-by-default --cli-input-json '{}'")
    expect(tell({ do: 'aws', call: 'elasticloadbalancingv2:ModifyListener', input: {} }).code).toMatch(/^aws elbv2 modify-listener/)
  })

  it('hands odd names to a shell as one word', () => {
    for (const name of ["a'b", 'a b', '$(id)', '`id`', 'a;b', 'a|b', '"a"', 'a\\b', '~', '*', '#a']) {
      const { code } = tell({ do: 'delete', on: { kind: 'Pod', apiVersion: 'v1', name } })
      const words = execFileSync('sh', ['-c', `printf '%s\\n' ${code?.replace('kubectl ', '')}`], { encoding: 'utf8' })
      expect(words, name).toBe(`delete\npod\n${name}\n`)
    }
  })

  it('is not offered where the name would hide something, or look like a flag', () => {
    for (const name of ['a\nb', 'a\u001b[2Jb', 'a\u202eb', '--all', 'a\u200bb', 'a\tb']) {
      const told = tell({ do: 'delete', on: { kind: 'Pod', apiVersion: 'v1', name } })
      expect(told.code, JSON.stringify(name)).toBeUndefined()
      expect(told.says).toMatch(/unsafe/)
    }
  })

  it('is told from an instruction', () => {
    expect(tell({ do: 'tell', text: 'aws eks list-clusters' })).toMatchObject({ is: 'command', code: 'aws eks list-clusters' })
    expect(tell({ do: 'tell', text: 'Ask the owner.' })).toEqual({ says: 'Ask the owner.' })
  })
})
