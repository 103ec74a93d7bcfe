/** Every call that a remedy names is in the table, and what is asked of one thing twice is asked once. */
import { expect, it } from 'vitest'
import { exampleWorld } from '../../../test/kit/example-world.ts'
import { assess } from '../../assess/assess.ts'
import { controls } from '../../controls/index.ts'
import { actionsOfCall, joinCalls, keyOfCall, rowOf } from './calls.ts'

it('knows every call that a remedy names', () => {
  const named = Object.entries(controls).flatMap(([id, control]) =>
    control.remedy === undefined
      ? []
      : control.examples.bad.flatMap((yaml) => {
          const { findings } = assess(exampleWorld(yaml).world, { [id]: control })
          return [...findings].flatMap(({ remedy }) => (remedy?.steps ?? []).flatMap((step) => (step.do === 'aws' ? [step.call] : [])))
        }),
  )
  expect(new Set(named).size).toBeGreaterThan(15)
  expect(named.filter((call) => rowOf(call) === undefined)).toEqual([])
})

it('names the IAM actions of making, seeing and taking back', () => {
  expect(actionsOfCall('logs:PutRetentionPolicy')).toEqual(['logs:DeleteRetentionPolicy', 'logs:DescribeLogGroups', 'logs:PutRetentionPolicy'])
  expect(actionsOfCall('eks:DeleteCluster')).toEqual([])
})

it('joins what is asked of one thing, unless it contradicts itself', () => {
  const call = 'ec2:ModifyInstanceMetadataOptions'
  const tokens = { call, input: { InstanceId: 'i-1', HttpTokens: 'required' } }
  const both = { call, input: { InstanceId: 'i-1', HttpTokens: 'required', HttpPutResponseHopLimit: 1 } }
  expect(keyOfCall(tokens)).toBe(keyOfCall(both))
  expect(keyOfCall(tokens)).not.toBe(keyOfCall({ call, input: { ...tokens.input, InstanceId: 'i-2' } }))
  expect(joinCalls(tokens, both)).toEqual(both)
  expect(joinCalls(tokens, { call, input: { InstanceId: 'i-1', HttpTokens: 'optional' } })).toBeUndefined()
  const config = 'eks:UpdateClusterConfig'
  const logs = (...types: string[]) => ({ call: config, input: { name: 'shop', logging: { clusterLogging: [{ types, enabled: true }] } } })
  expect(keyOfCall(logs('audit'))).not.toBe(keyOfCall({ call: config, input: { name: 'shop', deletionProtection: true } }))
  expect(joinCalls(logs('audit'), logs('api'))?.input).toEqual({
    name: 'shop',
    logging: {
      clusterLogging: [
        { types: ['audit'], enabled: true },
        { types: ['api'], enabled: true },
      ],
    },
  })
})
