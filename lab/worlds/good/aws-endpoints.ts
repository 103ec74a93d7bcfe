/** Private endpoints of AWS services, each bound to this account and to the registries that it pulls from. */
import { account, eksAccount, iamArn, region, resourceId } from '../../aws/make/names.ts'
import { groupOf, privateSubnets, vpcOf } from '../../aws/make/network.ts'
import { policy } from '../../aws/make/policies.ts'
import type { Body } from '../../aws/store.ts'

const us = { AWS: iamArn('root') }
/** From our own registry and from the one that AWS keeps for add-ons. */
const pull = policy(
  {
    Effect: 'Allow',
    Principal: us,
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
    Resource: [account, eksAccount].map((owner) => `arn:aws:ecr:${region}:${owner}:repository/*`),
  },
  { Effect: 'Allow', Principal: us, Action: 'ecr:GetAuthorizationToken', Resource: '*' },
)
const endpointPolicies: Readonly<Record<string, Body>> = {
  'ecr.api': pull,
  'ecr.dkr': pull,
  s3: policy({
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: [`arn:aws:s3:::prod-${region}-starport-layer-bucket/*`, `arn:aws:s3:::eks-${region}-addons/*`],
  }),
  sts: policy({ Effect: 'Allow', Principal: us, Action: 'sts:*', Resource: '*' }),
}

function endpoint(name: string, service: string): Body {
  const gateway = service === 's3'
  return {
    VpcEndpointId: resourceId('vpce', `${name}/${service}`),
    VpcEndpointType: gateway ? 'Gateway' : 'Interface',
    VpcId: vpcOf(name),
    ServiceName: `com.amazonaws.${region}.${service}`,
    State: 'available',
    PolicyDocument: JSON.stringify(endpointPolicies[service]),
    RouteTableIds: gateway ? ['private', 'public'].map((table) => resourceId('rtb', `${name}/${table}`)) : [],
    SubnetIds: gateway ? [] : privateSubnets(name),
    Groups: gateway ? [] : [{ GroupId: groupOf(name, 'endpoints'), GroupName: `${name}-endpoints` }],
    PrivateDnsEnabled: !gateway,
    RequesterManaged: false,
    OwnerId: account,
    Tags: [],
  }
}

export const endpoints = (name: string): Body[] => ['ecr.api', 'ecr.dkr', 's3', 'sts'].map((service) => endpoint(name, service))
