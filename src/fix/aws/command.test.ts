/** The commands that people paste: every word reaches AWS as it is meant. */
import { expect, it } from 'vitest'
import { asked } from '../../model/asked.ts'
import { commandOf } from './command.ts'

it.each([
  ['eks:UpdateClusterConfig', { name: 'shop', deletionProtection: true }, 'aws eks update-cluster-config --name shop --deletion-protection'],
  [
    'ec2:ModifySubnetAttribute',
    { SubnetId: 'subnet-1', MapPublicIpOnLaunch: { Value: false } },
    'aws ec2 modify-subnet-attribute --subnet-id subnet-1 --no-map-public-ip-on-launch',
  ],
  [
    'ec2:ModifyInstanceMetadataDefaults',
    { HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 },
    'aws ec2 modify-instance-metadata-defaults --http-tokens no-preference --http-put-response-hop-limit=-1',
  ],
  [
    'config:StartConfigurationRecorder',
    { ConfigurationRecorderName: 'all of it' },
    "aws configservice start-configuration-recorder --configuration-recorder-name 'all of it'",
  ],
  ['iam:UntagRole', { RoleName: "o'brien; rm -rf $HOME", TagKeys: ['a'] }, `aws iam untag-role --role-name 'o'\\''brien; rm -rf $HOME' --tag-keys '["a"]'`],
  [
    'eks:UpdateClusterConfig',
    { name: 'shop', resourcesVpcConfig: { publicAccessCidrs: asked('endpoint-networks') } },
    `aws eks update-cluster-config --name shop --resources-vpc-config '{"publicAccessCidrs":"ENDPOINT-NETWORKS"}'`,
  ],
])('%s %o', (call, input, command) => {
  expect(commandOf({ call, input })).toBe(command)
})
